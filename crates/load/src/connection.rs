//! The load generator: keep-alive connections that send requests signed before, one after another.

use std::io::{Read, Write};
use std::net::SocketAddr;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// What a load came to.
pub struct Measured {
    /// Requests a second.
    pub rate: f64,
    /// Microseconds of processor time a request cost the server.
    pub cpu: f64,
}

/// The same request over and over, for so long.
pub fn repeat(
    address: SocketAddr,
    request: &[u8],
    connections: usize,
    time: Duration,
    cpu: impl Fn() -> Duration,
) -> Measured {
    let before = cpu();
    let started = Instant::now();
    let done = runtime().block_on(async {
        let tasks: Vec<_> = (0..connections)
            .map(|_| {
                let request = request.to_vec();
                tokio::spawn(async move {
                    let mut connection = Connection::open(address).await;
                    let mut done = 0_u64;
                    while started.elapsed() < time {
                        connection.call(&request, "200").await;
                        done += 1;
                    }
                    done
                })
            })
            .collect();
        let mut done = 0;
        for task in tasks {
            done += task.await.expect("every call was answered");
        }
        done
    });
    measured(done, started.elapsed(), cpu() - before)
}

/// Each of the requests once, or as many as fit into the time.
pub fn each(
    address: SocketAddr,
    requests: Vec<Vec<u8>>,
    connections: usize,
    time: Duration,
    cpu: impl Fn() -> Duration,
) -> Measured {
    let before = cpu();
    let started = Instant::now();
    let requests = std::sync::Arc::new(Mutex::new(requests));
    let done = runtime().block_on(async {
        let tasks: Vec<_> = (0..connections)
            .map(|_| {
                let requests = std::sync::Arc::clone(&requests);
                tokio::spawn(async move {
                    let mut connection = Connection::open(address).await;
                    let mut done = 0_u64;
                    while started.elapsed() < time {
                        let next = requests
                            .lock()
                            .expect("nobody panics with the requests in hand")
                            .pop();
                        let Some(request) = next else { break };
                        connection.call(&request, "200").await;
                        done += 1;
                    }
                    done
                })
            })
            .collect();
        let mut done = 0;
        for task in tasks {
            done += task.await.expect("every call was answered");
        }
        done
    });
    measured(done, started.elapsed(), cpu() - before)
}

/// The same request so many times on one connection, refused with 403 each time.
pub fn refused(address: SocketAddr, request: &[u8], times: usize) {
    runtime().block_on(async {
        let mut connection = Connection::open(address).await;
        for _ in 0..times {
            connection.call(request, "403").await;
        }
    });
}

fn measured(done: u64, took: Duration, cpu: Duration) -> Measured {
    Measured {
        rate: done as f64 / took.as_secs_f64(),
        cpu: cpu.as_secs_f64() * 1e6 / done as f64,
    }
}

fn runtime() -> tokio::runtime::Runtime {
    // One thread for the load leaves the rest of the machine to the server.
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a thread may have a runtime")
}

struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
}

impl Connection {
    async fn open(address: SocketAddr) -> Connection {
        let stream = TcpStream::connect(address)
            .await
            .expect("the server accepts");
        stream.set_nodelay(true).expect("the socket is connected");
        Connection {
            stream,
            buffer: Vec::with_capacity(16 << 10),
        }
    }

    async fn call(&mut self, request: &[u8], status: &str) {
        self.stream
            .write_all(request)
            .await
            .expect("the server reads");
        self.buffer.clear();
        loop {
            let read = self
                .stream
                .read_buf(&mut self.buffer)
                .await
                .expect("the server answers");
            assert!(
                read > 0,
                "the server hung up: {}",
                String::from_utf8_lossy(&self.buffer)
            );
            if whole(&self.buffer, status).is_some() {
                return;
            }
        }
    }
}

/// The body of a whole reply of this status.
fn whole<'a>(bytes: &'a [u8], status: &str) -> Option<&'a [u8]> {
    let end = bytes.windows(4).position(|window| window == b"\r\n\r\n")?;
    let head = std::str::from_utf8(&bytes[..end]).expect("headers are text");
    assert!(
        head.split(' ').nth(1) == Some(status),
        "{}",
        String::from_utf8_lossy(bytes)
    );
    let length: usize = head
        .lines()
        .find_map(|line| line.strip_prefix("content-length: "))
        .and_then(|length| length.parse().ok())
        .expect("the server tells the length of each reply");
    let body = &bytes[end + 4..];
    (body.len() >= length).then_some(body)
}

/// One request on a connection of its own: the reply's body.
pub fn exchange(address: SocketAddr, request: &[u8]) -> String {
    let mut stream = std::net::TcpStream::connect(address).expect("the server accepts");
    stream.write_all(request).expect("the server reads");
    let mut bytes = Vec::new();
    let mut piece = [0; 16 << 10];
    loop {
        let read = stream.read(&mut piece).expect("the server answers");
        assert!(
            read > 0,
            "the server hung up: {}",
            String::from_utf8_lossy(&bytes)
        );
        bytes.extend_from_slice(&piece[..read]);
        if let Some(body) = whole(&bytes, "200") {
            return String::from_utf8(body.to_vec()).expect("replies are text");
        }
    }
}
