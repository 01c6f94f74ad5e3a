// One person at a time changes a procedure: asks for the lease, keeps it while the page is open, says who has it otherwise.
const renewal = 30_000

export async function acquire(address) {
  const { mine, by } = await ask(address, 'POST')
  if (!mine) {
    say('text', by)
    return false
  }
  const timer = setInterval(() => renew(address, timer), renewal)
  window.addEventListener('pagehide', () => {
    clearInterval(timer)
    ask(address, 'DELETE')
  })
  return true
}

async function renew(address, timer) {
  const { mine, by } = await ask(address, 'POST').catch(() => ({ mine: true }))
  if (mine) return
  clearInterval(timer)
  say('lost', by)
}

async function ask(address, method) {
  const answer = await fetch(address, { method, keepalive: method === 'DELETE' })
  if (!answer.ok) throw new Error(`${method} ${address}: ${answer.status}`)
  return answer.status === 204 ? {} : answer.json()
}

function say(kind, by) {
  const banner = document.getElementById('studio-lease'), heading = banner.querySelector('[data-text]')
  heading.textContent = heading.dataset[kind].replace('{0}', by)
  banner.hidden = false
}
