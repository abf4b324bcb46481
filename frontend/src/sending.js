// Between a form that is sent and the page that answers it, what stands is about to go: a click on it would be lost, or act on what was true
// before. The page's own part takes none until its answer is there; what leads elsewhere stays open.
const PATIENCE = 10_000

let waiting

const settled = () => {
  clearTimeout(waiting)
  delete document.documentElement.dataset.sending
}

const inFrame = (form, submitter) => submitter?.dataset.turboFrame ?? form.dataset.turboFrame ?? form.closest("turbo-frame:not([target=_top])")

document.addEventListener("turbo:submit-start", ({ detail: { formSubmission: { formElement, submitter, isSafe } } }) => {
  if (isSafe || inFrame(formElement, submitter)) return
  document.documentElement.dataset.sending = ""
  clearTimeout(waiting)
  waiting = setTimeout(settled, PATIENCE)
})
document.addEventListener("turbo:submit-end", ({ detail: { fetchResponse } }) => {
  const page = fetchResponse?.isHTML && !fetchResponse.header("despacho-problem")
  if (!page) settled()
})
for (const name of ["turbo:render", "turbo:load"]) document.addEventListener(name, settled)
