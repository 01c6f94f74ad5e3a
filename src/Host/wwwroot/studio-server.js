// All that Studio asks the server goes through fetch; it says neither what it asks nor what came of it, and a save that got no answer
// it forgets. Here others listen in, and what can be asked twice (reading, a save, the lease) is asked until there is an answer: a
// session that ended or a server that is away must not cost what was drawn.
const box = document.getElementById('studio-unanswered'), status = document.getElementById('studio-answered')

// By which the server knows a save of Studio, and one tab's from another's.
export const tab = `${Date.now()}-${Math.random()}`

const again = 5_000
const guards = [], listeners = [], unanswered = new Set()

// Called before each question, with the path and the method; nothing is asked when one says no.
export const guard = isAllowed => guards.push(isAllowed)

// Called with each answer, the path and the method; may throw in place of the answer.
export const listen = listener => listeners.push(listener)

export function attend(root) {
  const ask = window.fetch
  window.fetch = async (asked, options) => {
    const { pathname } = new URL(asked.url ?? asked, location.href), method = options?.method ?? asked.method ?? 'GET'
    if (!guards.every(isAllowed => isAllowed(pathname, method))) throw brokenOff()
    const answer = isSave(pathname, method) ? await save(ask, asked, options)
      : isRepeatable(pathname, method) ? await untilAnswered(() => ask(asked, options), options?.signal)
      : await ask(asked, options)
    for (const listener of listeners) await listener(answer, pathname, method)
    return answer
  }
  root.addEventListener('input', ({ target }) => {
    if (!target.closest(unkept)) typed = { field: target, at: Date.now() }
  }, true)
  window.addEventListener('beforeunload', event => (saves > 0 || isTyped()) && event.preventDefault())
}

// Studio takes it for an act that somebody broke off, and goes on.
export const brokenOff = (why = '') => new DOMException(why, 'AbortError')

// What is typed to search, and in questions that have a button of their own.
const unkept = '.mud-dialog, .mud-table-toolbar, [type=checkbox], .rz-splitter-pane:first-child:has([draggable=true])'

// Until it is in a save. Studio saves what is typed a moment after one has left the field.
const saved = 4_000
let typed, saves = 0
const isTyped = () => typed?.field.isConnected && (typed.field === document.activeElement || Date.now() - typed.at < saved)

const isSave = (pathname, method) => method === 'POST' && pathname === '/elsa/api/workflow-definitions'
const isRepeatable = (pathname, method) => method === 'GET' ? pathname.startsWith('/elsa/api/') : method === 'POST' && /^\/api\/procedures\/[^/]+\/lease$/.test(pathname)

let saving = Promise.resolve()

// One after the other, as they were drawn; also when Studio has stopped waiting.
function save(ask, asked, { signal, ...options }) {
  options.headers = new Headers(options.headers)
  options.headers.set('Ops-Tab', tab)
  saves++
  if (typed?.field !== document.activeElement) typed = undefined
  const mine = saving.catch(() => {}).then(() => untilAnswered(() => ask(asked, options), undefined, true)).finally(() => saves--)
  saving = mine
  return Promise.race([mine, new Promise((_, stop) => signal?.addEventListener('abort', () => stop(signal.reason)))])
}

async function untilAnswered(send, signal, isOfSave = false) {
  const question = { isOfSave }
  for (;;) {
    try {
      const answer = await send()
      if (answer.status !== 401 && answer.status < (isOfSave ? 500 : 502)) {
        settle(question)
        return answer
      }
      question.why = answer.status === 401 ? 'session' : 'away'
    } catch (error) {
      if (signal?.aborted) {
        settle(question)
        throw error
      }
      question.why = 'away'
    }
    unanswered.add(question)
    tell()
    await aWhile()
  }
}

function settle(question) {
  if (!unanswered.delete(question)) return
  tell()
  if (question.isOfSave && !isUnsaved()) status.textContent = status.dataset.text
}

const isUnsaved = () => [...unanswered].some(({ isOfSave }) => isOfSave)

// Whoever has signed in elsewhere comes back to this page.
function aWhile() {
  return new Promise(done => {
    const events = new AbortController(), go = () => {
      clearTimeout(timer)
      events.abort()
      done()
    }
    const timer = setTimeout(go, again)
    for (const event of ['focus', 'online']) window.addEventListener(event, go, { signal: events.signal })
  })
}

function tell() {
  box.hidden = unanswered.size === 0
  if (box.hidden) return
  status.textContent = ''
  const isSession = [...unanswered].some(({ why }) => why === 'session')
  for (const part of box.querySelectorAll('[data-when]')) part.hidden = !part.dataset.when.split(' ').includes(isSession ? 'session' : 'away')
  box.querySelector('[data-unsaved]').hidden = !isUnsaved()
}
