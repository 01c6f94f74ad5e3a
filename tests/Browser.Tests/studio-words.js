// Runs in the page before Studio does. A word on the screen is known when the dictionary has it in Polish, when the server sent it
// (descriptors, documents and the office's data are in the reader's language or as people wrote them), or when it is no word at all.
(() => {
  const sent = new Set()
  const keep = value => {
    if (typeof value === 'string') sent.add(value.trim())
    else if (value && typeof value === 'object') Object.values(value).forEach(keep)
  }
  // What an input is called inside is for programs.
  const keepKinds = ({ items }) => items.forEach(({ inputs, outputs, ...kind }) => keep([kind, ...inputs, ...outputs].map(({ name, ...words }) => words)))
  const fetched = window.fetch
  window.fetch = async (...request) => {
    const answer = await fetched(...request)
    if (answer.headers.get('content-type')?.includes('json')) answer.clone().json().then(answer.url.endsWith('/descriptors/activities') ? keepKinds : keep, () => {})
    return answer
  }

  const attributes = ['placeholder', 'title', 'aria-label', 'aria-roledescription', 'label', 'alt', 'data-label']
  // Names on the canvas and code are people's; what Studio's own libraries have in Polish comes with them.
  const people = 'script, style, .monaco-editor, .x6-graph :not(.x6-port-label, .x6-port-label *, .embedded-port)'
  const ports = '.x6-port-label, .embedded-port'
  const libraries = [/^Zamknij (dialog|snackbar)$/, /^Wierszy na stronę:$/, /^\d+-\d+ z \d+$/, /^[\d\s.,:;%/()+T#–-]*$/, /^[0-9a-f]{16}$/, /^[{[]/]

  window.wordsLeftIn = (selector, captions) => {
    const polish = new Set(Object.values(captions))
    const patterns = [...polish].filter(text => text.includes('{0}'))
      .map(text => new RegExp(`^${text.split(/\{\d\}/).map(part => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('(.+)')}$`))
    const isKnown = text => {
      if (polish.has(text) || libraries.some(own => own.test(text))) return true
      if (captions[text] && captions[text] !== text) return false
      if (sent.has(text) || (text.length > 20 && [...sent].some(long => long.startsWith(text)))) return true
      const places = patterns.map(pattern => pattern.exec(text)).find(found => found)
      return places ? places.slice(1).every(isKnown) : text.includes(': ') && text.split(': ').every(isKnown)
    }
    const left = new Set()
    for (const root of document.querySelectorAll(selector)) {
      const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT)
      while (texts.nextNode()) {
        const { data, parentElement } = texts.currentNode, text = data.trim()
        const port = parentElement.closest(ports)
        if (text && (port ? captions[`port:${text}`] : !parentElement.closest(people) && !isKnown(text))) left.add(text)
      }
      for (const element of root.querySelectorAll(attributes.map(name => `[${name}]`).join())) {
        if (element.closest('.x6-graph, .monaco-editor')) continue
        for (const name of attributes) {
          const text = element.getAttribute(name)?.trim()
          if (text && !isKnown(text)) left.add(`${name}: ${text}`)
        }
      }
    }
    return [...left]
  }
})()
