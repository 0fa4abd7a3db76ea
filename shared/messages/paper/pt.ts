import type { PaperWords } from './paper-words.ts'

export const pt: PaperWords = {
  name: 'Português',
  share: (index, count) => `Parte ${index} de ${count}`,
  policy: (threshold, count) =>
    `${
      threshold === count
        ? `São necessárias todas as ${count} partes, junto com uma frase secreta guardada noutro lugar.`
        : `${threshold} das ${count} partes, quaisquer que sejam, junto com uma frase secreta guardada noutro lugar, abrem o que foi selado.`
    } Esta sozinha não abre nada e não revela nada.`,
  heir: {
    title: 'Se encontrou ou herdou este cartão',
    card: (threshold, count, back) => [
      `É uma parte de um segredo dividido entre ${count} pessoas, para que nenhuma o pudesse usar sozinha${threshold < count ? ' e para que uma só perda não o fizesse perder' : ''}. Pode ainda ser preciso, mesmo passadas décadas: não o deite fora.`,
      `Não o mostre, não o copie, não o fotografe nem o digite. Guarde-o seco, ao abrigo da luz e fechado à chave, e leve-o, sem que outros o vejam, a: ${back}. Se não puder, deixe-o fechado num notário ou num banco, e avise-os.`,
    ],
    passphrase: (back, folder) => [
      'É uma das duas coisas que abrem o que foi fechado; a outra são cartões com 40 palavras cada, que outras pessoas guardam. Sozinho não abre nada. Pode ainda ser preciso, mesmo passadas décadas: não o deite fora.',
      `Não o mostre, não o copie, não o fotografe nem o digite, e nunca o guarde junto de um desses cartões. Leve-o, sem que outros o vejam, a: ${back}. Se não puder, deixe-o fechado num notário ou num banco, e avise-os. Como se abre tudo está aqui: ${folder}. Leia lá START-HERE.txt.`,
    ],
    giver: 'quem o deu a guardar',
  },
  facts: {
    setId: 'Código do conjunto',
    bundle: 'Pasta',
    contact: 'A quem ligar',
    folder: name => `pasta ${name} nos suportes da cerimónia`,
  },
  noProgram:
    'Não é preciso nenhum programa especial para ler este cartão. As palavras são da lista inglesa BIP-39; as palavras 33 a 40 encontram e corrigem erros. FORMAT.md descreve o formato (“Keyclave share, version 1”), RUNBOOK.md o que fazer, passo a passo: ambos estão na pasta, ao lado de kit.json (um ficheiro público com tudo o que foi selado, ainda fechado), e com o código-fonte do Keyclave. O código contém a mesma parte que as palavras.',
  passphrase: {
    title: 'Frase secreta',
    what: 'Com esta frase, quem tiver partes suficientes deste conjunto abre o que foi selado; sem ela, ninguém. Guarde este cartão longe de todas as partes, fechado à chave, e não o mostre a ninguém.',
    typed: sign =>
      `Na recuperação digita-se exatamente como está impressa: contam maiúsculas, minúsculas, hífenes e espaços. ${sign === null ? 'Onde uma linha acaba entre duas palavras há um espaço.' : `Cada ${sign} representa um espaço; onde uma linha acaba não há nenhum.`}`,
  },
  recovery: {
    title: 'Folha de recuperação',
    what: 'Como abrir o que foi selado nesta cerimónia. Nada nesta folha é secreto: guarde uma com cada cópia da pasta, e uma com cada guardião.',
    now: 'Recuperar agora',
    steps: (threshold, folder, begins) => [
      `Reúna ${threshold} guardiões com os seus cartões, o responsável com a frase secreta, a cópia de segurança e um suporte com a pasta ${folder}.`,
      'Use um computador que possa desligar da rede; de preferência arrancado de uma pen USB. Tire o cabo de rede e desligue Wi-Fi e Bluetooth. Que mais ninguém veja o ecrã.',
      `Inicie o Keyclave e prima “Recover now”. Escolha kit.json na pasta e compare a sua impressão digital com a de cada cartão: começa por ${begins}. Se for diferente, use outra cópia.`,
      'Cada guardião digita as 40 palavras do seu cartão, ou mostra o código à câmara; uma palavra ilegível escreve-se “?”. Depois o responsável digita a frase. Nem cartões nem frase vão para um ficheiro.',
      'Retire o que é preciso, uma cópia de segurança ou uma chave, para um suporte seu, e termine a recuperação.',
    ],
    doneTitle: 'Quando estiver feito',
    done: 'Devolva os cartões, desligue o computador e anote quem esteve presente e o que foi aberto. Se estranhos puderem ter visto cartões e frase, planeie uma nova cerimónia.',
  },
}
