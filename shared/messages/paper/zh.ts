import type { PaperWords } from './paper-words.ts'

export const zh: PaperWords = {
  name: '中文',
  secret: '机密',
  share: (index, count) => `第 ${index} 份，共 ${count} 份`,
  policy: (threshold, count) =>
    `${
      threshold === count
        ? `需要全部 ${count} 份，再加上另外保管的口令短语，才能打开。`
        : `${count} 份中的任意 ${threshold} 份，再加上另外保管的口令短语，就能打开所封存的内容。`
    }单凭这一份什么也打不开，什么也看不出。`,
  heir: {
    title: '如果您捡到或继承了这张卡',
    card: (threshold, count, back) => [
      `它是一个秘密的一部分。这个秘密分给了 ${count} 个人，使任何一个人都不能单独使用它${threshold < count ? '，丢失一份也不会失去全部' : ''}。即使过了几十年，它仍可能有用：请不要扔掉。`,
      `请不要给人看，不要复印、拍照或输入电脑。请放在干燥、避光、上锁的地方，并在不让别人看到的情况下交给：${back}。如果做不到，请密封后交给公证处或银行保管，并告知对方。`,
    ],
    passphrase: (back, folder) => [
      '打开所封存的内容需要两样东西，这是其中之一；另一样是由其他人保管的卡片，每张有 40 个单词。单凭它什么也打不开。即使过了几十年，它仍可能有用：请不要扔掉。',
      `请不要给人看，不要复印、拍照或输入电脑，也绝不要与那样的卡片放在一起。请在不让别人看到的情况下交给：${back}。如果做不到，请密封后交给公证处或银行保管，并告知对方。打开的方法在：${folder}。请阅读其中的 START-HERE.txt。`,
    ],
    giver: '把它交来保管的人',
  },
  facts: {
    ceremony: '仪式',
    organisation: '机构',
    date: '日期',
    setId: '组编号',
    fingerprint: '恢复包指纹',
    bundle: '文件夹',
    contact: '联系谁',
    software: '打印程序',
    custodian: '保管人',
    folder: name => `仪式所用存储盘上的文件夹 ${name}`,
  },
  noProgram:
    '读这张卡不需要专门的程序。单词取自 BIP-39 英文词表；第 33 到第 40 个单词用来发现并改正错误。FORMAT.md 说明格式（“Keyclave share, version 1”），RUNBOOK.md 逐步说明怎么做：两者都在文件夹里，与 kit.json（一个公开文件，装有全部封存内容，仍然锁着）放在一起，也随 Keyclave 的源代码提供。二维码里的一份与单词相同。',
  fold: '沿此线把下半部分向上折：单词和二维码就在里面了。',
  fields: {
    bag: '封存袋编号',
    sealed: '封存日期',
    custodian: '保管人签名',
    witness: '见证人姓名和签名',
    officer: '口令负责人签名',
  },
  passphrase: {
    title: '口令短语',
    what: '有了这个口令短语，持有足够份数的人就能打开所封存的内容；没有它，谁也打不开。请把这张卡与每一份分开、上锁保管，不要给任何人看。',
    count: characters => `连空格共 ${characters} 个字符。大小写、连字符和空格都要一致。`,
  },
  recovery: {
    title: '恢复说明',
    what: '怎样打开在这次仪式中封存的内容。这张纸上没有秘密：请在文件夹的每个副本旁放一张，并给每位保管人一张。',
    now: '现在恢复',
    steps: (threshold, folder, begins) => [
      `请 ${threshold} 位保管人带上卡片，请口令负责人带上口令短语，并准备好备份和存有文件夹 ${folder} 的存储盘。`,
      '使用一台可以断网的电脑，最好从 U 盘启动。拔掉网线，关闭 Wi-Fi 和蓝牙。不要让别人看到屏幕。',
      `启动 Keyclave，按“Recover now”。选择文件夹中的 kit.json，把它的指纹与每张卡上的指纹对照：开头是 ${begins}。如果不同，请换一个副本。`,
      '每位保管人输入卡上的 40 个单词，或让摄像头看二维码；看不清的单词输入“?”。然后负责人输入口令短语。卡片和口令都不要写进任何文件。',
      '把需要的东西（一个备份或一把密钥）取到自己的存储盘上，然后结束恢复。',
    ],
    doneTitle: '完成之后',
    done: '归还卡片，关闭电脑，并写下谁在场、打开了什么。如果外人可能看到了卡片和口令短语，请安排一次新的仪式。',
  },
}
