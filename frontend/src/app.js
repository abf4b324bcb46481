import "@hotwired/turbo"
import { Application } from "@hotwired/stimulus"
import "./corrected.js"
import Allocation from "./controllers/allocation.js"
import Answers from "./controllers/answers.js"
import Bank from "./controllers/bank.js"
import Bell from "./controllers/bell.js"
import Board from "./controllers/board.js"
import Calendar from "./controllers/calendar.js"
import Cells from "./controllers/cells.js"
import Changed from "./controllers/changed.js"
import Clone from "./controllers/clone.js"
import Combobox from "./controllers/combobox.js"
import Copy from "./controllers/copy.js"
import Disclosure from "./controllers/disclosure.js"
import DateField from "./controllers/date.js"
import Dialog from "./controllers/dialog.js"
import Entry from "./controllers/entry.js"
import File from "./controllers/file.js"
import Focus from "./controllers/focus.js"
import Identity from "./controllers/identity.js"
import Keys from "./controllers/keys.js"
import Lines from "./controllers/lines.js"
import Live from "./controllers/live.js"
import Menu from "./controllers/menu.js"
import Nav from "./controllers/nav.js"
import Opening from "./controllers/opening.js"
import Paper from "./controllers/paper.js"
import Place from "./controllers/place.js"
import Progress from "./controllers/progress.js"
import Quick from "./controllers/quick.js"
import Select from "./controllers/select.js"
import Sheet from "./controllers/sheet.js"
import Share from "./controllers/share.js"
import Shown from "./controllers/shown.js"
import Sift from "./controllers/sift.js"
import Suggest from "./controllers/suggest.js"
import Ticking from "./controllers/ticking.js"
import Templates from "./controllers/templates.js"
import Tree from "./controllers/tree.js"
import Unsaved from "./controllers/unsaved.js"
import Waiting from "./controllers/waiting.js"

const application = Application.start()
const controllers = {
  allocation: Allocation, answers: Answers, bank: Bank, bell: Bell, board: Board, calendar: Calendar, cells: Cells, changed: Changed, clone: Clone, combobox: Combobox, copy: Copy, date: DateField, dialog: Dialog, disclosure: Disclosure, entry: Entry, file: File, focus: Focus, identity: Identity, keys: Keys, lines: Lines, live: Live, menu: Menu, nav: Nav, opening: Opening,
  paper: Paper, place: Place, progress: Progress, quick: Quick, select: Select, share: Share, sheet: Sheet, shown: Shown, sift: Sift, suggest: Suggest, templates: Templates, ticking: Ticking, tree: Tree, unsaved: Unsaved, waiting: Waiting
}
for (const [name, controller] of Object.entries(controllers)) application.register(name, controller)

// A visit that is overtaken while its page is still being read: Turbo leaves the refusal to nobody, and nothing has failed.
addEventListener("unhandledrejection", (event) => { if (event.reason?.name === "AbortError") event.preventDefault() })
