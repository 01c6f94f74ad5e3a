// The module through which Studio draws, once it does; it is the same one for whoever asks for the same address.
export let designer

// By the id of the element that is drawn in.
export let graphs = {}

export async function load() {
  designer ??= await import('/_content/Elsa.Studio.Workflows.Designer/designer.entry.js')
  graphs = designer.graphBindings
}
