// What the code editor marks as wrong in a script or a document, in Polish: its language workers speak English only. Other languages of
// the page leave it as it is.
import { dictionary } from './studio-captions.js'

const prefix = 'code:'

export function translateMarks(captions) {
  const find = dictionary(Object.fromEntries(Object.entries(captions).filter(([key]) => key.startsWith(prefix)).map(([key, polish]) => [key.slice(prefix.length), polish])))
  const inPolish = ({ code, message }) => find(message) ?? captions[`${prefix}*`].replace('{0}', code)
  const written = new Set()
  monaco.editor.onDidChangeMarkers(places => {
    for (const resource of places) {
      const model = monaco.editor.getModel(resource), marks = model ? monaco.editor.getModelMarkers({ resource }) : []
      for (const owner of new Set(marks.filter(({ message }) => !written.has(message)).map(mark => mark.owner))) {
        monaco.editor.setModelMarkers(model, owner, marks.filter(mark => mark.owner === owner).map(mark => {
          const message = written.has(mark.message) ? mark.message : inPolish(mark)
          written.add(message)
          return { ...mark, message }
        }))
      }
    }
  })
}
