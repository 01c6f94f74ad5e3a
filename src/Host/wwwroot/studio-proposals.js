// The names that Studio proposes in its dialogs are English, and nobody's yet: they become Polish ones that are free.
const ofProcedures = ['New workflow', 'Duplicate', 'Save As'], ofData = ['Create variable', 'Create input', 'Create output']

export function propose(root, captions) {
  const proposals = Object.entries(captions).filter(([key]) => key.startsWith('proposed:')).map(([key, polish]) => {
    const english = key.slice('proposed:'.length)
    return { polish, pattern: new RegExp(`^${english.replaceAll('{0}', english.startsWith('{0}') ? '(.+)' : '(\\d+)').replaceAll('{1}', '.+')}$`) }
  })
  const isTitled = (dialog, titles) => {
    const title = dialog.querySelector('.mud-dialog-title')?.textContent.trim()
    return titles.some(caption => caption === title || captions[caption] === title)
  }
  const seen = new WeakSet()
  new MutationObserver(() => {
    for (const dialog of root.querySelectorAll('.mud-dialog')) {
      const isOfProcedure = isTitled(dialog, ofProcedures)
      if (seen.has(dialog) || !(isOfProcedure || isTitled(dialog, ofData))) continue
      seen.add(dialog)
      attend(dialog, proposals, isOfProcedure ? isProcedure : name => isDatum(root, name)).catch(console.error)
    }
  }).observe(root, { subtree: true, childList: true })
}

// A name can come after its dialog; Studio does not say when.
async function attend(dialog, proposals, isTaken) {
  const typed = new WeakSet()
  dialog.addEventListener('input', ({ isTrusted, target }) => isTrusted && typed.add(target))
  for (let looks = 0; looks < 20 && dialog.isConnected; looks++) {
    for (const field of dialog.querySelectorAll('input[type=text]:not([readonly])')) {
      const { value } = field, proposal = proposals.find(({ pattern }) => pattern.test(value))
      if (!proposal || typed.has(field)) continue
      const name = await free(proposal.polish, proposal.pattern.exec(value)[1], isTaken)
      if (typed.has(field) || field.value !== value) continue
      field.value = name
      for (const type of ['input', 'change']) field.dispatchEvent(new Event(type, { bubbles: true }))
    }
    await new Promise(done => setTimeout(done, 100))
  }
}

async function free(polish, place, isTaken) {
  for (let more = 0; ; more++) {
    const name = /^\d+$/.test(place) ? polish.replace('{0}', +place + more) : polish.replace('{0}', () => place) + (more ? ` ${more + 1}` : '')
    if (!await isTaken(name)) return name
  }
}

async function isProcedure(name) {
  const answer = await fetch(`/elsa/api/workflow-definitions/validation/is-name-unique?name=${encodeURIComponent(name)}`)
  return answer.ok && !(await answer.json()).isUnique
}

const isDatum = (root, name) => [...root.querySelectorAll('.mud-tabs-panels td')].some(cell => cell.textContent.trim() === name)
