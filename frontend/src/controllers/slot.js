import { Controller } from "@hotwired/stimulus"

// A slot that files are dropped into from a phone: several at once, each with its progress and a way to cancel it. What a cut connection stops stays here
// and is sent again; nobody leaves while something is on its way without being told.
const FIRST = 2_000
const LONGEST = 30_000

export default class extends Controller {
  static targets = ["list", "form", "input", "send", "told"]
  static values = { url: String, words: Object }

  connect() {
    this.waiting = []
    this.running = undefined
    this.sendTarget.hidden = true
    this.next = document.querySelector("[data-waits]")
    this.hold = (event) => {
      if (!this.busy) return
      event.preventDefault()
      event.stopImmediatePropagation()
      this.tell(this.next.dataset.waits)
      this.next.after(this.note ??= Object.assign(document.createElement("p"), { className: "help bad", textContent: this.next.dataset.waits }))
    }
    this.leave = (event) => { if (this.busy) event.preventDefault() }
    this.back = () => { if (this.held) this.go(this.held) }
    this.next?.addEventListener("click", this.hold, true)
    window.addEventListener("beforeunload", this.leave)
    window.addEventListener("online", this.back)
  }

  disconnect() {
    clearTimeout(this.timer)
    this.running?.request.abort()
    this.next?.removeEventListener("click", this.hold, true)
    window.removeEventListener("beforeunload", this.leave)
    window.removeEventListener("online", this.back)
  }

  get busy() {
    return Boolean(this.running || this.held || this.waiting.length)
  }

  choose(event) {
    for (const file of event.target.files) this.add(file)
    event.target.value = ""
  }

  add(file) {
    const make = (name, properties = {}, ...inside) => {
      const element = Object.assign(document.createElement(name), properties)
      element.append(...inside)
      return element
    }
    const item = { file, wait: FIRST }
    item.bar = make("progress", { max: Math.max(file.size, 1), value: 0 })
    item.bar.setAttribute("aria-label", `${this.wordsValue.uploading} ${file.name}`)
    item.state = make("small", { className: "muted" })
    item.cancel = make("button", { type: "button", className: "btn small quiet", textContent: this.wordsValue.cancel })
    item.cancel.setAttribute("aria-label", `${this.wordsValue.cancel} ${file.name}`)
    item.cancel.addEventListener("click", () => this.cancel(item))
    item.li = make("li", { className: "got" }, make("span", { className: "grow" }, make("bdi", { textContent: file.name }), " ", item.state), item.cancel, item.bar)
    this.listTarget.append(item.li)
    this.waiting.push(item)
    this.run()
  }

  run() {
    if (this.running || this.held) return
    const item = this.waiting.shift()
    if (item) this.go(item)
    else this.note = this.note?.remove()
  }

  go(item) {
    clearTimeout(this.timer)
    this.held = undefined
    this.running = item
    const body = new FormData()
    body.append("file", item.file, item.file.name)
    const request = item.request = new XMLHttpRequest()
    request.open("POST", this.urlValue)
    request.setRequestHeader("Accept", "application/json")
    request.upload.addEventListener("progress", (event) => this.progress(item, event.loaded, event.total))
    request.addEventListener("load", () => this.ended(item, request))
    request.addEventListener("error", () => this.cut(item))
    request.addEventListener("timeout", () => this.cut(item))
    item.state.textContent = this.wordsValue.uploading
    request.send(body)
  }

  progress(item, loaded, total) {
    item.bar.max = total
    item.bar.value = loaded
    const size = (bytes) => (bytes / 1_000_000).toLocaleString(document.documentElement.lang, { minimumFractionDigits: 1, maximumFractionDigits: 1 })
    item.state.textContent = `${size(loaded)} / ${size(total)} MB`
  }

  ended(item, request) {
    if (request.status === 0 || request.status === 429 || request.status >= 500) return this.cut(item)
    this.running = undefined
    let answer = {}
    try { answer = JSON.parse(request.responseText) } catch { /* A page that tells a failure. */ }
    item.bar.remove()
    if (request.status === 201) {
      const [file] = answer.files
      item.state.textContent = `${file.size} · ${this.wordsValue.done}`
      const form = document.createElement("form")
      form.method = "post"
      form.className = "inline"
      form.action = `${this.urlValue.replace(/\/lines\/.*$/, "")}/files/${file.id}/removal`
      const remove = Object.assign(document.createElement("button"), { type: "submit", className: "btn small quiet", textContent: this.wordsValue.remove })
      remove.setAttribute("aria-label", `${this.wordsValue.remove} ${file.name}`)
      form.append(remove)
      item.cancel.replaceWith(form)
      this.tell(`${file.name}: ${this.wordsValue.done}`)
    } else {
      item.li.classList.add("bad")
      item.state.className = "bad"
      item.state.textContent = answer.message || this.wordsValue.failed
      this.tell(`${item.file.name}: ${item.state.textContent}`)
    }
    this.run()
  }

  // The connection was cut: the file stays, and is sent again after a while, or as soon as there is one.
  cut(item) {
    this.running = undefined
    this.held = item
    item.bar.value = 0
    item.state.textContent = this.wordsValue.waiting
    this.tell(this.wordsValue.waiting)
    this.timer = setTimeout(() => this.go(item), item.wait)
    item.wait = Math.min(item.wait * 2, LONGEST)
  }

  cancel(item) {
    item.li.remove()
    this.waiting = this.waiting.filter((other) => other !== item)
    if (this.held === item) {
      clearTimeout(this.timer)
      this.held = undefined
    }
    if (this.running === item) {
      this.running = undefined
      item.request.abort()
    }
    this.run()
  }

  tell(text) {
    this.toldTarget.textContent = text
  }
}
