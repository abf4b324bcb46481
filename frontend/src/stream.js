// The one stream of what the server tells, and what it told last, for a tab that joins later.

// After an answer that is no stream, the browser does not come back by itself.
const AGAIN = 30_000

export class Stream {
  constructor(tell) {
    this.tell = tell
    this.open()
  }

  open() {
    this.close()
    this.source = new EventSource("/notifications/events")
    this.source.addEventListener("notified", ({ data }) => {
      this.unread = data
      this.tell({ name: "notified", data })
    })
    this.source.addEventListener("progress", ({ data }) => this.tell({ name: "progress", data }))
    this.source.addEventListener("error", () => {
      // What was told last may be old by the time that the stream is back, and then the server tells it again.
      this.unread = undefined
      // A proxy's error while the server restarts, or the sign-in page.
      if (this.isClosed) this.timer = setTimeout(() => this.open(), AGAIN)
    })
  }

  get isClosed() {
    return this.source.readyState === EventSource.CLOSED
  }

  // Tells a tab that joins, or shows another page, what it may have missed.
  greet(tell) {
    if (this.isClosed) this.open()
    if (this.unread !== undefined) tell({ name: "notified", data: this.unread })
    tell({ name: "progress", data: "any" })
  }

  close() {
    clearTimeout(this.timer)
    this.source?.close()
  }
}
