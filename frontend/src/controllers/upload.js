import { Controller } from "@hotwired/stimulus"

// Files that are chosen or dropped, each sent by itself with its progress; one that fails is tried again without the others. Without scripts the form sends
// up to ten together.
const TOGETHER = 3

export default class extends Controller {
  static targets = ["form", "drop", "list", "status", "submit"]
  static values = { words: Object, max: Number }

  connect() {
    this.queue = []
    this.going = 0
    this.sent = 0
    this.all = 0
    this.over = (event) => {
      if (!event.dataTransfer?.types.includes("Files")) return
      event.preventDefault()
      this.element.classList.add("over")
    }
    this.left = (event) => { if (!event.relatedTarget) this.element.classList.remove("over") }
    this.dropped = (event) => {
      if (!event.dataTransfer?.files.length) return
      event.preventDefault()
      this.element.classList.remove("over")
      if ("open" in this.element) this.element.open = true
      this.take(event.dataTransfer.files)
    }
    this.submitted = (event) => {
      event.preventDefault()
      this.take(this.input.files)
    }
    // Anywhere on the page: what misses the box is not opened in its place.
    addEventListener("dragover", this.over)
    addEventListener("dragleave", this.left)
    addEventListener("drop", this.dropped)
    this.formTarget.addEventListener("submit", this.submitted)
  }

  disconnect() {
    removeEventListener("dragover", this.over)
    removeEventListener("dragleave", this.left)
    removeEventListener("drop", this.dropped)
    this.formTarget.removeEventListener("submit", this.submitted)
  }

  get input() {
    return this.formTarget.querySelector("input[type=file]")
  }

  take(files) {
    const client = this.formTarget.elements.client_id
    // Without a client, and without a file, the server says what is lacking.
    if (!files.length || client && !client.value) {
      if (client && !client.value && files.length && files !== this.input.files) this.input.files = files
      this.formTarget.removeEventListener("submit", this.submitted)
      this.formTarget.requestSubmit()
      return
    }
    this.listTarget.hidden = false
    for (const file of files) {
      this.all += 1
      this.enqueue(this.row(file))
    }
    this.input.value = ""
    this.input.dispatchEvent(new Event("input", { bubbles: true }))
  }

  row(file) {
    const item = document.createElement("li")
    const name = document.createElement("bdi")
    const state = document.createElement("small")
    const bar = document.createElement("progress")
    const button = document.createElement("button")
    name.textContent = file.name
    state.textContent = this.wordsValue.waiting
    bar.max = 1
    bar.value = 0
    bar.setAttribute("aria-label", file.name)
    button.type = "button"
    button.className = "btn small quiet"
    item.append(name, state, button, bar)
    this.listTarget.append(item)
    return { file, item, state, bar, button }
  }

  enqueue(row) {
    const words = this.wordsValue
    row.item.className = ""
    row.state.textContent = words.waiting
    row.bar.hidden = false
    row.bar.value = 0
    row.button.hidden = false
    row.button.textContent = words.cancel
    row.button.setAttribute("aria-label", `${words.cancel}: ${row.file.name}`)
    row.button.onclick = () => {
      row.request?.abort()
      this.queue = this.queue.filter((other) => other !== row)
      this.all -= 1
      this.failed(row, words.cancelled)
    }
    if (this.maxValue && row.file.size > this.maxValue) return this.failed(row, words.large)
    this.queue.push(row)
    this.next()
  }

  next() {
    while (this.going < TOGETHER && this.queue.length) this.send(this.queue.shift())
  }

  send(row) {
    const body = new FormData(this.formTarget)
    body.delete("file")
    body.append("file", row.file, row.file.name)
    const request = row.request = new XMLHttpRequest()
    this.going += 1
    request.open("POST", this.formTarget.action)
    request.setRequestHeader("accept", "application/json")
    request.responseType = "json"
    request.upload.onprogress = (event) => {
      if (!event.lengthComputable) return
      row.bar.value = event.loaded / event.total
      row.state.textContent = `${Math.round((100 * event.loaded) / event.total)} %`
    }
    request.onload = () => {
      const answer = request.response ?? {}
      if (request.status === 201) this.done(row, answer)
      else this.failed(row, answer.message || this.wordsValue.failed)
    }
    request.onerror = () => this.failed(row, this.wordsValue.failed)
    request.onloadend = () => {
      this.going -= 1
      this.next()
      this.tell()
    }
    request.send(body)
  }

  done(row, answer) {
    const words = this.wordsValue
    this.sent += 1
    row.item.className = "done"
    row.bar.hidden = true
    row.button.hidden = true
    row.state.textContent = answer.same?.length ? words.same.replace("#", answer.same.join(", ")) : words.done
  }

  failed(row, message) {
    row.item.className = "bad"
    row.bar.hidden = true
    row.state.textContent = message
    row.button.textContent = this.wordsValue.retry
    row.button.setAttribute("aria-label", `${this.wordsValue.retry}: ${row.file.name}`)
    row.button.onclick = () => this.enqueue(row)
  }

  // How far it is, and the list anew once all have arrived.
  tell() {
    this.statusTarget.textContent = this.wordsValue.summary.replace("#", this.sent).replace("%", this.all)
    if (this.going || this.queue.length || this.listTarget.querySelector(".bad") || !this.sent) return
    window.Turbo.visit(location.href, { action: "replace" })
  }
}
