// Why the server refused something, or left a part of it undone, where Studio breaks on that or keeps it to itself.
import { listen } from './studio-server.js'

const box = document.getElementById('studio-refused'), heading = box.querySelector('h2'), list = box.querySelector('ul')

// What Studio asks to be done; what is wrong with a saved document it tells itself, and of an import it takes the refusal.
const acts = /^\/elsa\/api\/(workflow-definition|bulk-actions\/|cancel\/|alterations\/)|^\/elsa\/api\/workflow-instances\/[^/]+$/
const saves = /^\/elsa\/api\/workflow-definitions$/, imports = /^\/elsa\/api\/workflow-definitions\/import$/

export function watch() {
  listen((answer, pathname, method) => method !== 'GET' && acts.test(pathname) && !(saves.test(pathname) && answer.status <= 400) && judge(answer, pathname))
  document.addEventListener('change', ({ target }) => target.type === 'file' && tell([]), true)
}

async function judge(answer, pathname) {
  const isRefused = answer.status >= 400 && answer.status < 500, isImport = imports.test(pathname), said = await sentences(answer)
  // Each procedure in the files that somebody chose is an act of its own.
  const before = isImport ? [...list.children].map(item => item.textContent) : []
  tell(before.concat(said), isRefused || isImport || cannotStart(answer) ? heading.dataset.refused : heading.dataset.remarks)
  // Studio takes it for an act that somebody broke off, and goes on.
  if (isRefused && !isImport) throw new DOMException(said.join(' '), 'AbortError')
}

const cannotStart = answer => answer.headers.get('x-elsa-workflow-cannot-start') === 'True'

async function sentences(answer) {
  if (!answer.headers.get('content-type')?.includes('json')) return []
  const { errors, warnings, reasons, detail, title } = await answer.clone().json()
  return errors?.generalErrors ?? warnings ?? reasons ?? (answer.ok ? [] : [detail ?? title])
}

function tell(said, what = '') {
  box.hidden = said.length === 0
  heading.textContent = what
  list.replaceChildren(...said.map(sentence => {
    const item = document.createElement('li')
    item.textContent = sentence
    return item
  }))
  box.tabIndex = box.scrollHeight > box.clientHeight ? 0 : -1
  if (!box.hidden) box.scrollIntoView({ block: 'nearest' })
}
