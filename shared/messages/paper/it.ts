import type { PaperWords } from './paper-words.ts'

export const it: PaperWords = {
  name: 'Italiano',
  share: (index, count) => `Parte ${index} di ${count}`,
  policy: (threshold, count) =>
    `${
      threshold === count
        ? `Servono tutte le ${count} parti, insieme a una frase segreta conservata altrove.`
        : `${threshold} delle ${count} parti, quali che siano, insieme a una frase segreta conservata altrove, aprono ciò che è stato sigillato.`
    } Questa da sola non apre nulla e non rivela nulla.`,
  heir: {
    title: 'Se avete trovato o ereditato questa carta',
    card: (threshold, count, back) => [
      `È una parte di un segreto diviso tra ${count} persone, perché nessuna potesse usarlo da sola${threshold < count ? ' e perché una sola perdita non lo facesse perdere' : ''}. Può servire anche dopo decenni: non gettatela.`,
      `Non mostratela, non copiatela, non fotografatela e non battetela a tastiera. Tenetela all’asciutto, al buio e sotto chiave, e portatela, senza che altri la vedano, a: ${back}. Se non potete, lasciatela chiusa presso un notaio o una banca, e fatelo sapere.`,
    ],
    passphrase: (back, folder) => [
      'È una delle due cose che aprono ciò che è stato chiuso; l’altra sono carte di 40 parole ciascuna, conservate da altre persone. Da sola non apre nulla. Può servire anche dopo decenni: non gettatela.',
      `Non mostratela, non copiatela, non fotografatela e non battetela a tastiera, e non tenetela mai insieme a una di quelle carte. Portatela, senza che altri la vedano, a: ${back}. Se non potete, lasciatela chiusa presso un notaio o una banca, e fatelo sapere. Come si apre tutto sta qui: ${folder}. Leggete lì START-HERE.txt.`,
    ],
    giver: 'chi l’ha affidata',
  },
  facts: {
    setId: 'Codice della serie',
    bundle: 'Cartella',
    contact: 'Chi chiamare',
    folder: name => `cartella ${name} sui supporti della cerimonia`,
  },
  noProgram:
    'Per leggere questa carta non serve un programma particolare. Le parole vengono dall’elenco inglese BIP-39; le parole da 33 a 40 trovano e correggono gli errori. FORMAT.md descrive il formato («Keyclave share, version 1»), RUNBOOK.md che cosa fare, passo per passo: sono entrambi nella cartella, accanto a kit.json (un file pubblico con tutto ciò che è stato sigillato, ancora chiuso), e con il codice sorgente di Keyclave. Il codice contiene la stessa parte delle parole.',
  passphrase: {
    title: 'Frase segreta',
    what: 'Con questa frase, chi ha abbastanza parti di questa serie apre ciò che è stato sigillato; senza, nessuno. Tenete questa carta lontana da ogni parte, sotto chiave, e non mostratela a nessuno.',
    typed: sign =>
      `Nel recupero si batte esattamente come è stampata: contano maiuscole, minuscole, trattini e spazi. ${sign === null ? 'Dove una riga finisce tra due parole c’è uno spazio.' : `Ogni ${sign} sta per uno spazio; dove finisce una riga non ce n’è.`}`,
  },
  recovery: {
    title: 'Foglio di recupero',
    what: 'Come aprire ciò che è stato sigillato in questa cerimonia. Nulla su questo foglio è segreto: tenetene uno con ogni copia della cartella, e uno presso ogni custode.',
    now: 'Recuperare adesso',
    steps: (threshold, folder, begins) => [
      `Riunite ${threshold} custodi con le loro carte, il responsabile con la frase segreta, il backup e un supporto con la cartella ${folder}.`,
      'Prendete un computer che si può scollegare; meglio se avviato da una chiavetta USB. Staccate il cavo di rete, spegnete Wi-Fi e Bluetooth. Nessun altro veda lo schermo.',
      `Avviate Keyclave e premete «Recover now». Scegliete kit.json nella cartella e confrontate la sua impronta con quella di ogni carta: comincia con ${begins}. Se è diversa, prendete un’altra copia.`,
      'Ogni custode batte le 40 parole della sua carta, o ne mostra il codice alla telecamera; una parola illeggibile si scrive «?». Poi il responsabile batte la frase. Carte e frase non vanno in nessun file.',
      'Portate ciò che serve, un backup o una chiave, su un supporto vostro, e terminate il recupero.',
    ],
    doneTitle: 'A cose fatte',
    done: 'Restituite le carte, spegnete il computer e scrivete chi era presente e che cosa è stato aperto. Se estranei possono aver visto carte e frase, prevedete una nuova cerimonia.',
  },
}
