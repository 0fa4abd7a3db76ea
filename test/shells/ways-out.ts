/**
 * Ways for a page to reach something outside, as code to run in it. `url` and `host` name the trap of
 * this way, `ws` its WebSocket address, `udp` its STUN address.
 */
export interface WayOut {
  readonly name: string
  readonly code: string
  /** Leaves the page, so it runs alone. */
  readonly navigates?: true
}

const append = (tag: string, properties: string, parent = 'document.body'): string =>
  `const e = Object.assign(document.createElement('${tag}'), { ${properties} }); ${parent}.append(e)`

const link = (rel: string, more = ''): string =>
  append('link', `rel: '${rel}', href: url, ${more}`, 'document.head')

export const WAYS_OUT: readonly WayOut[] = [
  { name: 'fetch', code: 'await fetch(url)' },
  { name: 'fetch-no-cors', code: "await fetch(url, { mode: 'no-cors', keepalive: true })" },
  { name: 'fetch-post', code: "await fetch(url, { method: 'POST', mode: 'no-cors', body: 'x' })" },
  { name: 'xhr', code: "const x = new XMLHttpRequest(); x.open('GET', url); x.send()" },
  { name: 'beacon', code: "navigator.sendBeacon(url, 'x')" },
  { name: 'websocket', code: 'new WebSocket(ws)' },
  { name: 'event-source', code: 'new EventSource(url)' },
  { name: 'web-transport', code: "new WebTransport(url.replace('http:', 'https:'))" },
  { name: 'webrtc-stun', code: rtc("'stun:' + udp") },
  { name: 'webrtc-turn', code: rtc("'turn:' + udp + '?transport=tcp'") },
  { name: 'webrtc-turns-host', code: rtc("'turns:' + host + ':443'") },
  { name: 'image', code: 'new Image().src = url' },
  { name: 'image-host', code: "new Image().src = 'http://' + host + '/'" },
  { name: 'image-srcset', code: append('img', 'srcset: url') },
  { name: 'image-input', code: append('input', "type: 'image', src: url") },
  { name: 'picture-svg', code: svg("'image'") },
  { name: 'svg-use', code: svg("'use'") },
  { name: 'style-url', code: 'document.body.style.backgroundImage = `url(${url})`' },
  { name: 'style-cursor', code: 'document.body.style.cursor = `url(${url}), auto`' },
  { name: 'style-import', code: append('style', 'textContent: `@import url(${url});`') },
  {
    name: 'style-sheet-api',
    code: `const s = new CSSStyleSheet(); s.replaceSync('body { list-style: url(' + url + '); display: list-item; background: url(' + url + ') }')
      document.adoptedStyleSheets = [s]`,
  },
  { name: 'font', code: 'await new FontFace("f", `url(${url})`).load()' },
  { name: 'link-stylesheet', code: link('stylesheet') },
  { name: 'link-prefetch', code: link('prefetch') },
  { name: 'link-preload', code: link('preload', "as: 'image'") },
  { name: 'link-modulepreload', code: link('modulepreload') },
  { name: 'link-preconnect', code: link('preconnect') },
  {
    name: 'link-preconnect-host',
    code: append('link', "rel: 'preconnect', href: 'http://' + host", 'document.head'),
  },
  {
    name: 'link-dns-prefetch',
    code: append('link', "rel: 'dns-prefetch', href: '//' + host", 'document.head'),
  },
  { name: 'link-icon', code: link('icon') },
  { name: 'link-manifest', code: link('manifest') },
  { name: 'link-prerender', code: link('prerender') },
  {
    name: 'speculation-rules',
    code: append(
      'script',
      "type: 'speculationrules', textContent: JSON.stringify({ prefetch: [{ source: 'list', urls: [url], eagerness: 'immediate' }] })",
    ),
  },
  { name: 'script', code: append('script', 'src: url') },
  { name: 'script-module', code: append('script', "type: 'module', src: url") },
  { name: 'import', code: 'await import(url)' },
  { name: 'worker', code: 'new Worker(URL.createObjectURL(new Blob([`fetch("${url}")`])))' },
  {
    name: 'shared-worker',
    code: 'new SharedWorker(URL.createObjectURL(new Blob([`fetch("${url}")`])))',
  },
  { name: 'service-worker', code: 'await navigator.serviceWorker.register(url)' },
  { name: 'worklet', code: 'await new AudioContext().audioWorklet.addModule(url)' },
  { name: 'iframe', code: append('iframe', 'src: url') },
  { name: 'iframe-srcdoc', code: append('iframe', 'srcdoc: `<img src="${url}">`') },
  { name: 'iframe-data', code: append('iframe', "src: 'data:text/html,<img src=' + url + '>'") },
  { name: 'iframe-blank', code: `${append('iframe', '')}; await e.contentWindow.fetch(url)` },
  { name: 'fenced-frame', code: append('fencedframe', 'src: url') },
  { name: 'object', code: append('object', 'data: url') },
  { name: 'embed', code: append('embed', 'src: url') },
  { name: 'video', code: append('video', 'src: url, autoplay: true') },
  { name: 'video-poster', code: append('video', 'poster: url') },
  { name: 'audio', code: append('audio', "src: url, preload: 'auto'") },
  { name: 'window-open', code: 'window.open(url)' },
  { name: 'window-open-blank', code: "const w = window.open('about:blank'); w.location = url" },
  { name: 'window-open-noopener', code: "window.open(url, '_blank', 'noopener')" },
  { name: 'link-click-blank', code: `${append('a', "href: url, target: '_blank'")}; e.click()` },
  { name: 'link-ping', code: `${append('a', "href: '#x', ping: url")}; e.click()` },
  { name: 'link-download', code: `${append('a', "href: url, download: 'x'")}; e.click()` },
  { name: 'form-blank', code: `${append('form', "action: url, target: '_blank'")}; e.submit()` },
  { name: 'form-get', navigates: true, code: `${append('form', 'action: url')}; e.submit()` },
  {
    name: 'form-post',
    navigates: true,
    code: `${append('form', "action: url, method: 'POST'")}; e.submit()`,
  },
  { name: 'link-click', navigates: true, code: `${append('a', 'href: url')}; e.click()` },
  { name: 'location', navigates: true, code: 'location = url' },
  { name: 'location-host', navigates: true, code: "location = 'http://' + host + '/'" },
  { name: 'location-replace', navigates: true, code: 'location.replace(url)' },
  { name: 'navigation-api', navigates: true, code: 'navigation.navigate(url)' },
  {
    name: 'meta-refresh',
    navigates: true,
    code: append('meta', "httpEquiv: 'refresh', content: '0;url=' + url", 'document.head'),
  },
  {
    name: 'data-navigation',
    navigates: true,
    code: "location = 'data:text/html,<img src=' + url + '>'",
  },
  {
    name: 'blob-navigation',
    navigates: true,
    code: "location = URL.createObjectURL(new Blob([`<img src=${url}>`], { type: 'text/html' }))",
  },
  {
    name: 'javascript-navigation',
    navigates: true,
    code: 'location = `javascript:fetch("${url}")`',
  },
  {
    name: 'document-write',
    navigates: true,
    code: 'document.open(); document.write(`<img src=${url}>`); document.close()',
  },
]

function rtc(server: string): string {
  return `const c = new RTCPeerConnection({ iceServers: [{ urls: ${server}, username: 'u', credential: 'c' }] })
    c.createDataChannel('x'); await c.setLocalDescription(await c.createOffer())`
}

function svg(tag: string): string {
  return `const ns = 'http://www.w3.org/2000/svg'
    const s = document.createElementNS(ns, 'svg'), i = document.createElementNS(ns, ${tag})
    i.setAttribute('href', url + '#x'); s.append(i); document.body.append(s)`
}
