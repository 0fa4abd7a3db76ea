import type { PaperWords } from './paper-words.ts'

export const de: PaperWords = {
  name: 'Deutsch',
  share: (index, count) => `Teil ${index} von ${count}`,
  policy: (threshold, count) =>
    `${
      threshold === count
        ? `Alle ${count} Teile sind nötig, zusammen mit einer Passphrase, die anderswo verwahrt wird.`
        : `Je ${threshold} der ${count} Teile öffnen, zusammen mit einer Passphrase, die anderswo verwahrt wird, was versiegelt wurde.`
    } Dieser Teil allein öffnet nichts und verrät nichts.`,
  heir: {
    title: 'Wenn Sie diese Karte gefunden oder geerbt haben',
    card: (threshold, count, back) => [
      `Sie ist ein Teil eines Geheimnisses, das auf ${count} Menschen verteilt wurde, damit keiner allein es benutzen kann${threshold < count ? ' und es nicht verloren ist, wenn einer seinen Teil verliert' : ''}. Sie kann auch nach Jahrzehnten noch gebraucht werden: Werfen Sie sie nicht weg.`,
      `Zeigen, kopieren, fotografieren und tippen Sie sie nicht ab. Halten Sie sie trocken, dunkel und eingeschlossen, und bringen Sie sie, von anderen ungesehen, zu: ${back}. Wenn das nicht geht, hinterlegen Sie sie verschlossen bei einem Notar oder einer Bank, und teilen Sie es dort mit.`,
    ],
    passphrase: (back, folder) => [
      'Sie ist eines von zwei Dingen, die öffnen, was verschlossen wurde; das andere sind Karten mit je 40 Wörtern, die andere Menschen verwahren. Allein öffnet sie nichts. Sie kann auch nach Jahrzehnten noch gebraucht werden: Werfen Sie sie nicht weg.',
      `Zeigen, kopieren, fotografieren und tippen Sie sie nicht ab, und verwahren Sie sie nie bei einer solchen Karte. Bringen Sie sie, von anderen ungesehen, zu: ${back}. Wenn das nicht geht, hinterlegen Sie sie verschlossen bei einem Notar oder einer Bank, und teilen Sie es dort mit. Wie alles geöffnet wird, steht hier: ${folder}. Lesen Sie dort START-HERE.txt.`,
    ],
    giver: 'wer sie in diese Obhut gegeben hat',
  },
  facts: {
    setId: 'Satz-Kennung',
    bundle: 'Ordner',
    contact: 'Wen anrufen',
    folder: name => `Ordner ${name} auf den Datenträgern der Zeremonie`,
  },
  noProgram:
    'Um diese Karte zu lesen, braucht es kein besonderes Programm. Die Wörter stammen aus der englischen Liste von BIP-39; die Wörter 33 bis 40 finden und beheben Fehler. FORMAT.md beschreibt das Format („Keyclave share, version 1“), RUNBOOK.md Schritt für Schritt, was zu tun ist: beide liegen im Ordner, neben kit.json (einer öffentlichen Datei mit allem, was versiegelt wurde, noch verschlossen), und beim Quelltext von Keyclave. Der Code enthält denselben Teil wie die Wörter.',
  passphrase: {
    title: 'Passphrase',
    what: 'Mit dieser Passphrase öffnet, wer genug Teile dieses Satzes hat, was versiegelt wurde; ohne sie niemand. Verwahren Sie diese Karte getrennt von jedem Teil, eingeschlossen, und zeigen Sie sie niemandem.',
    typed: sign =>
      `Bei der Wiederherstellung wird sie genau so getippt, wie sie gedruckt ist: Große und kleine Buchstaben, Bindestriche und Leerzeichen zählen. ${sign === null ? 'Wo eine Zeile zwischen zwei Wörtern endet, steht ein Leerzeichen.' : `Jedes ${sign} steht für ein Leerzeichen; wo eine Zeile endet, steht keines.`}`,
  },
  recovery: {
    title: 'Blatt für die Wiederherstellung',
    what: 'Wie geöffnet wird, was in dieser Zeremonie versiegelt wurde. Nichts auf diesem Blatt ist geheim: Legen Sie eines zu jeder Kopie des Ordners, und geben Sie eines jedem Verwahrer.',
    now: 'Jetzt wiederherstellen',
    steps: (threshold, folder, begins) => [
      `Bringen Sie zusammen: ${threshold} Verwahrer mit ihren Karten, den Hüter der Passphrase, die Sicherung und einen Datenträger mit dem Ordner ${folder}.`,
      'Nehmen Sie einen Computer, den Sie vom Netz trennen können; am besten einen, der von einem USB-Stick startet. Ziehen Sie das Netzwerkkabel, schalten Sie WLAN und Bluetooth aus. Lassen Sie sonst niemanden den Bildschirm sehen.',
      `Starten Sie Keyclave und drücken Sie „Recover now“. Wählen Sie kit.json in dem Ordner und vergleichen Sie den Fingerabdruck mit dem auf jeder Karte: Er beginnt mit ${begins}. Weicht er ab, nehmen Sie eine andere Kopie.`,
      'Jeder Verwahrer tippt die 40 Wörter seiner Karte oder zeigt ihren Code der Kamera; für ein Wort, das nicht zu lesen ist, steht ein „?“. Dann tippt der Hüter die Passphrase. Karten und Passphrase kommen in keine Datei.',
      'Holen Sie auf einen eigenen Datenträger, was gebraucht wird, eine Sicherung oder einen Schlüssel, und beenden Sie die Wiederherstellung.',
    ],
    doneTitle: 'Wenn es getan ist',
    done: 'Geben Sie die Karten zurück, schalten Sie den Computer aus, und schreiben Sie auf, wer dabei war und was geöffnet wurde. Wenn Fremde Karten und Passphrase gesehen haben können, planen Sie eine neue Zeremonie.',
  },
}
