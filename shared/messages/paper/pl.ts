import type { PaperWords } from './paper-words.ts'

export const pl: PaperWords = {
  name: 'Polski',
  share: (index, count) => `Część ${index} z ${count}`,
  policy: (threshold, count) =>
    `${
      threshold === count
        ? `Potrzebne są wszystkie części (${count}) oraz hasło, przechowywane gdzie indziej.`
        : `Do otwarcia tego, co zapieczętowano, wystarczą dowolne części w liczbie ${threshold} z ${count} oraz hasło, przechowywane gdzie indziej.`
    } Ta jedna niczego nie otwiera i niczego nie zdradza.`,
  heir: {
    title: 'Jeśli tę kartę znaleziono lub odziedziczono',
    card: (threshold, count, back) => [
      `Jest to jedna część tajemnicy, którą podzielono między kilka osób (${count}), aby żadna nie mogła użyć jej sama${threshold < count ? ' i aby jedna strata jej nie zniszczyła' : ''}. Może być potrzebna nawet po dziesiątkach lat: nie wyrzucać.`,
      `Nie pokazywać, nie kopiować, nie fotografować i nie przepisywać na klawiaturze. Trzymać w suchym, ciemnym miejscu pod kluczem i zanieść, nie pokazując innym, tutaj: ${back}. Jeśli to niemożliwe, zostawić w zamkniętej kopercie u notariusza lub w banku i o tym powiadomić.`,
    ],
    passphrase: (back, folder) => [
      'Jest to jedna z dwóch rzeczy, które otwierają to, co zamknięto; drugą są karty, na każdej 40 słów, które przechowują inne osoby. Sama niczego nie otwiera. Może być potrzebna nawet po dziesiątkach lat: nie wyrzucać.',
      `Nie pokazywać, nie kopiować, nie fotografować, nie przepisywać na klawiaturze i nigdy nie trzymać razem z taką kartą. Zanieść, nie pokazując innym, tutaj: ${back}. Jeśli to niemożliwe, zostawić w zamkniętej kopercie u notariusza lub w banku i o tym powiadomić. Jak wszystko otworzyć, napisano tu: ${folder}. Tam przeczytać START-HERE.txt.`,
    ],
    giver: 'osoba, która ją powierzyła',
  },
  facts: {
    setId: 'Numer zestawu',
    bundle: 'Folder',
    contact: 'Do kogo dzwonić',
    folder: name => `folder ${name} na nośnikach z ceremonii`,
  },
  noProgram:
    'Do odczytania tej karty nie potrzeba żadnego szczególnego programu. Słowa pochodzą z angielskiej listy BIP-39; słowa od 33 do 40 wykrywają i naprawiają błędy. FORMAT.md opisuje format („Keyclave share, version 1”), RUNBOOK.md mówi krok po kroku, co robić: oba są w folderze, obok kit.json (publicznego pliku ze wszystkim, co zapieczętowano, nadal zamkniętym), oraz z kodem źródłowym Keyclave. Kod zawiera tę samą część co słowa.',
  passphrase: {
    title: 'Hasło',
    what: 'Z tym hasłem ten, kto ma dość części tego zestawu, otworzy to, co zapieczętowano; bez niego nikt. Kartę trzymać z dala od wszystkich części, pod kluczem, i nikomu nie pokazywać.',
    typed: sign =>
      `Przy odzyskiwaniu wpisuje się je dokładnie tak, jak wydrukowano: liczą się wielkie i małe litery, łączniki i spacje. ${sign === null ? 'Gdzie wiersz kończy się między dwoma słowami, jest jedna spacja.' : `Każdy znak ${sign} oznacza spację; gdzie kończy się wiersz, spacji nie ma.`}`,
  },
  recovery: {
    title: 'Karta odzyskiwania',
    what: 'Jak otworzyć to, co zapieczętowano podczas tej ceremonii. Nic na tej stronie nie jest tajne: jedną trzymać przy każdej kopii folderu i jedną u każdego powiernika.',
    now: 'Odzyskać teraz',
    steps: (threshold, folder, begins) => [
      `Zebrać powierników z kartami (ilu potrzeba: ${threshold}), opiekuna z hasłem, kopię zapasową i nośnik z folderem ${folder}.`,
      'Wziąć komputer, który można odłączyć od sieci; najlepiej uruchomiony z pamięci USB. Wyjąć kabel sieciowy, wyłączyć Wi-Fi i Bluetooth. Niech nikt inny nie widzi ekranu.',
      `Uruchomić Keyclave i nacisnąć „Recover now”. Wybrać kit.json w folderze i porównać jego odcisk z tym na każdej karcie: zaczyna się od ${begins}. Jeśli się różni, wziąć inną kopię.`,
      'Każdy powiernik wpisuje 40 słów ze swojej karty albo pokazuje jej kod kamerze; za słowo nieczytelne wpisuje się „?”. Potem opiekun wpisuje hasło. Kart ani hasła nie zapisuje się w żadnym pliku.',
      'Zapisać na własnym nośniku to, co potrzebne, kopię zapasową lub jeden klucz, i zakończyć odzyskiwanie.',
    ],
    doneTitle: 'Gdy wszystko gotowe',
    done: 'Oddać karty, wyłączyć komputer i zapisać, kto był obecny i co otwarto. Jeśli ktoś obcy mógł zobaczyć karty i hasło, zaplanować nową ceremonię.',
  },
}
