//! The client: one or a few processes that print, started when they are wanted and replaced when they fail.

use std::{
    fs, io,
    os::unix::{fs::PermissionsExt, process::ExitStatusExt},
    path::{Path, PathBuf},
    process::{ExitStatus, Stdio},
    sync::{
        Arc, OnceLock,
        atomic::{AtomicU32, AtomicU64, Ordering::Relaxed},
    },
    time::Duration,
};

use tokio::{
    io::AsyncReadExt,
    process::{Child, ChildStderr, ChildStdin, ChildStdout, Command},
    sync::{Mutex, OwnedSemaphorePermit, Semaphore, mpsc, oneshot},
    time::timeout,
};

use crate::{
    Fault, Paper, Sheet,
    wire::{self, Answer, MAX_ANSWER, MAX_DOCUMENT, MAX_ORDER, Order},
};

/// How often an order is tried while its process dies under it.
const TRIES: usize = 3;
/// How often an order may crash its process. Once may be the fault of the documents before it, whose traces the process still held.
const CRASHES: usize = 2;
/// Documents after which a process is replaced, so that what it remembers stays little.
const DOCUMENTS: usize = 200;
/// How long a process that is over has to tell how it ended.
const FAREWELL: Duration = Duration::from_millis(500);
/// Most bytes of all orders that wait.
const MAX_WAITING: usize = 8 * MAX_ORDER;

/// How documents are printed.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The program. It need not be there yet: each order looks again.
    pub program: PathBuf,
    /// How many processes print at once: 1 to 4.
    pub processes: usize,
    /// How long one document may take.
    pub time: Duration,
    /// How many bytes of memory a process may take.
    pub memory: u64,
    /// How many orders may wait; further ones are [`Fault::Busy`].
    pub waiting: usize,
}

impl Settings {
    /// One process, 20 seconds a document, 512 MiB, 256 waiting.
    pub fn new(program: PathBuf) -> Self {
        Self { program, processes: 1, time: Duration::from_secs(20), memory: 512 * 1024 * 1024, waiting: 256 }
    }
}

/// Where the program stands unless it is told: beside the program that asks.
pub fn beside() -> PathBuf {
    std::env::current_exe().map_or_else(|_| "despacho-printer".into(), |program| program.with_file_name("despacho-printer"))
}

/// Whether a program that may be run is there.
pub fn is_program(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|metadata| metadata.is_file() && metadata.permissions().mode() & 0o111 != 0)
}

/// Prints documents in processes of their own. Its clones share the processes, which end with the last clone.
#[derive(Debug, Clone)]
pub struct Printer(Arc<Shop>);

#[derive(Debug)]
struct Shop {
    press: Arc<Press>,
    /// Opened with the first order, so that a printer can be made outside a runtime.
    queue: OnceLock<mpsc::Sender<Job>>,
    /// A permit is a byte.
    room: Arc<Semaphore>,
    orders: AtomicU64,
}

/// What the workers share.
#[derive(Debug)]
struct Press {
    settings: Settings,
    /// Each worker's process; 0 while there is none.
    pids: Vec<AtomicU32>,
}

#[derive(Debug)]
struct Job {
    id: u64,
    order: Vec<u8>,
    answer: oneshot::Sender<Result<Vec<u8>, Fault>>,
    _room: OwnedSemaphorePermit,
}

impl Printer {
    /// Starts nothing yet.
    pub fn new(settings: Settings) -> Self {
        let pids = (0..settings.processes.clamp(1, 4)).map(|_| AtomicU32::new(0)).collect();
        let room = Arc::new(Semaphore::new(MAX_WAITING));
        Self(Arc::new(Shop { press: Arc::new(Press { settings, pids }), queue: OnceLock::new(), room, orders: AtomicU64::new(0) }))
    }

    /// Whether the program is there.
    pub fn present(&self) -> bool {
        is_program(&self.0.press.settings.program)
    }

    /// Prints a sheet; `logo` is the bytes of the image that the sheet names. Waits for its turn, and only then does its time begin.
    pub async fn print(&self, sheet: Sheet, logo: Option<Vec<u8>>, paper: Paper) -> Result<Vec<u8>, Fault> {
        if !self.present() {
            return Err(Fault::Absent);
        }
        let id = self.0.orders.fetch_add(1, Relaxed);
        let order = serde_json::to_vec(&Order { id, sheet, paper, logo }).map_err(|e| Fault::Document(e.to_string()))?;
        if order.len() > MAX_ORDER {
            return Err(Fault::TooLarge);
        }
        let room = self.0.room.clone().try_acquire_many_owned(order.len() as u32).map_err(|_| Fault::Busy)?;
        let (answer, answered) = oneshot::channel();
        let queue = self.0.queue.get_or_init(|| self.0.press.clone().open());
        queue.try_send(Job { id, order, answer, _room: room }).map_err(|error| match error {
            mpsc::error::TrySendError::Full(_) => Fault::Busy,
            mpsc::error::TrySendError::Closed(_) => Fault::Died,
        })?;
        answered.await.unwrap_or(Err(Fault::Died))
    }

    /// The processes there are.
    #[doc(hidden)]
    pub fn pids(&self) -> Vec<u32> {
        self.0.press.pids.iter().map(|pid| pid.load(Relaxed)).filter(|pid| *pid != 0).collect()
    }
}

impl Press {
    /// A worker for each process; all take their orders from one queue.
    fn open(self: Arc<Self>) -> mpsc::Sender<Job> {
        let (sender, receiver) = mpsc::channel(self.settings.waiting.max(1));
        let receiver = Arc::new(Mutex::new(receiver));
        for place in 0..self.pids.len() {
            tokio::spawn(Worker { press: self.clone(), place, process: None }.work(receiver.clone()));
        }
        sender
    }
}

/// Prints orders one after another. Whoever waits for an order may go: the conversation with the process is the worker's alone.
struct Worker {
    press: Arc<Press>,
    place: usize,
    process: Option<Process>,
}

struct Process {
    child: Child,
    orders: ChildStdin,
    answers: ChildStdout,
    printed: usize,
}

impl Worker {
    async fn work(mut self, queue: Arc<Mutex<mpsc::Receiver<Job>>>) {
        loop {
            let next = queue.lock().await.recv().await;
            let Some(job) = next else { break };
            if job.answer.is_closed() {
                continue;
            }
            let printed = self.print(&job).await;
            if let Err(fault) = &printed {
                tracing::warn!(%fault, "a document was not printed");
            }
            // Nobody is left to hear it when the request was cancelled.
            let _ = job.answer.send(printed);
        }
        self.end(false).await;
    }

    async fn print(&mut self, job: &Job) -> Result<Vec<u8>, Fault> {
        let time = self.press.settings.time;
        let mut crashes = 0;
        for _ in 0..TRIES {
            let process = self.process().await?;
            match timeout(time, process.print(job)).await {
                Ok(Ok(printed)) => return printed,
                Ok(Err(error)) => {
                    let status = self.end(false).await;
                    tracing::warn!(%error, ?status, "the printer died");
                    crashes += usize::from(status.is_some_and(is_crash));
                    if crashes == CRASHES {
                        return Err(Fault::TooLarge);
                    }
                }
                Err(_) => {
                    self.end(true).await;
                    return Err(Fault::TooLong);
                }
            }
        }
        Err(Fault::Died)
    }

    /// The process, or a fresh one in the place of none, of one that died while it waited, and of one that has printed enough.
    async fn process(&mut self) -> Result<&mut Process, Fault> {
        let fit = self.process.as_mut().is_some_and(|process| process.printed < DOCUMENTS && matches!(process.child.try_wait(), Ok(None)));
        if !fit {
            self.end(false).await;
            let process = Process::start(&self.press.settings).map_err(|error| {
                tracing::warn!(%error, program = %self.press.settings.program.display(), "the printer can't be started");
                Fault::Absent
            })?;
            self.press.pids[self.place].store(process.child.id().unwrap_or(0), Relaxed);
            self.process = Some(process);
        }
        self.process.as_mut().ok_or(Fault::Died)
    }

    /// Ends the process, by force or by closing its input, and tells how it ended.
    async fn end(&mut self, by_force: bool) -> Option<ExitStatus> {
        let Process { mut child, orders, answers, .. } = self.process.take()?;
        drop((orders, answers));
        if by_force {
            let _ = child.start_kill();
        }
        let ended = timeout(FAREWELL, child.wait()).await;
        self.press.pids[self.place].store(0, Relaxed);
        // One that still runs is killed as `child` is dropped.
        ended.ok()?.ok()
    }
}

impl Process {
    fn start(settings: &Settings) -> io::Result<Self> {
        let mut child = Command::new(&settings.program)
            .arg("--memory")
            .arg(settings.memory.to_string())
            // The environment holds secrets of the server; a thread more would take another's processor.
            .env_clear()
            .env("RAYON_NUM_THREADS", "1")
            // Ctrl-C at the server's terminal is the server's, which still finishes what is under way.
            .process_group(0)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()?;
        let pipes = (child.stdin.take(), child.stdout.take(), child.stderr.take());
        let (Some(orders), Some(answers), Some(complaints)) = pipes else { return Err(io::ErrorKind::BrokenPipe.into()) };
        tokio::spawn(log(complaints));
        Ok(Self { child, orders, answers, printed: 0 })
    }

    /// Sends an order and takes its answer. An error means that the process is of no more use.
    async fn print(&mut self, job: &Job) -> io::Result<Result<Vec<u8>, Fault>> {
        wire::send(&mut self.orders, &job.order).await?;
        let answer: Answer = serde_json::from_slice(&wire::receive(&mut self.answers, MAX_ANSWER).await?)?;
        let document = wire::receive(&mut self.answers, MAX_DOCUMENT).await?;
        if answer.id != job.id {
            return Err(io::ErrorKind::InvalidData.into());
        }
        self.printed += 1;
        Ok(answer.fault.map_or(Ok(document), Err))
    }
}

/// Whether a process came down by itself: SIGABRT is memory that is not to be had, or a stack that is full; SIGSEGV the same, untold.
fn is_crash(status: ExitStatus) -> bool {
    matches!(status.signal(), Some(6 | 11))
}

/// What a process complains of goes to the server's log.
async fn log(mut complaints: ChildStderr) {
    let mut text = [0; 4096];
    while let Ok(length @ 1..) = complaints.read(&mut text).await {
        tracing::warn!(text = String::from_utf8_lossy(&text[..length]).trim_end(), "the printer complains");
    }
}
