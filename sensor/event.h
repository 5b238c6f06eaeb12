/* SPDX-License-Identifier: (GPL-2.0-only OR Apache-2.0) */
/*
 * The wire contract between the kernel programs, the sensor and the engine.
 *
 * Every record is little-endian, naturally aligned, and begins with struct cw_header. The stream
 * that the sensor writes is a sequence of such records; the first is CW_HELLO. A recording holds
 * exactly this stream. Trailing arrays may be cut: a record ends where header.size says, and what
 * would lie beyond is zero.
 *
 * A change that an old decoder would misread raises CW_CONTRACT_MAJOR; a record type or a field
 * in reserved space added at the end raises CW_CONTRACT_MINOR.
 * test/kernel/contract.test.ts compares every size and offset with the TypeScript decoder.
 */
#ifndef CIPHERWATCH_EVENT_H
#define CIPHERWATCH_EVENT_H

#define CW_CONTRACT_MAJOR 1
#define CW_CONTRACT_MINOR 4

#define CW_NAME_MAX 256 /* one path component with its NUL (NAME_MAX 255) */
#define CW_PATH_MAX 1024 /* longer paths are cut and flagged */
#define CW_ARGV_MAX 2048
#define CW_SAMPLE_LEN 512
#define CW_SAMPLES 4
#define CW_FIRST_LEN 512 /* first payload bytes kept per direction */
#define CW_HIST_LIMIT 4096 /* payload bytes counted into a histogram per direction */
#define CW_CIPHER_NAME_LEN 64
#define CW_UNIX_NAME_LEN 112 /* sun_path has 108 */

enum cw_type {
	CW_HELLO = 1,
	CW_STATUS = 2,
	CW_SNAPSHOT_END = 3,
	CW_DIRECTORY = 4,
	CW_PROCESS_START = 5,
	CW_PROCESS_FORK = 6,
	CW_PROCESS_END = 7,
	CW_FILE_SESSION = 8,
	CW_FILE_RENAME = 9,
	CW_FILE_LINK = 10,
	CW_FILE_UNLINK = 11,
	CW_FILE_TRUNCATE = 12,
	CW_NET_SESSION = 13,
	CW_LIBRARY_MAP = 14,
	CW_STDIO_CHANGE = 15,
	CW_CRYPTO_USE = 16,
	CW_IMAGE_SCAN = 17,
};

struct cw_header {
	__u32 size; /* of the whole record, this header included */
	__u16 type; /* enum cw_type */
	__u16 reserved;
	__u64 seq; /* set by the sensor: consecutive, from 0 at CW_HELLO */
	__u64 time_ns; /* CLOCK_BOOTTIME */
};

/* A process is a thread group: its id and the start of its leader (CLOCK_BOOTTIME) name it for good. */
struct cw_process {
	__u64 start_ns;
	__u32 pid; /* tgid, in the initial pid namespace */
	__u32 tid;
};

/* A directory as seen through one mount. CW_DIRECTORY gives its path. */
struct cw_place {
	__u64 ino;
	__u32 dev; /* kernel encoding: major << 20 | minor */
	__u32 mnt_id;
};

struct cw_hello {
	struct cw_header h;
	char magic[16]; /* "CIPHERWATCH\n" */
	__u16 contract_major;
	__u16 contract_minor;
	__u32 sensor_pid;
	__u64 realtime_ns; /* CLOCK_REALTIME at h.time_ns */
	__u64 attached; /* enum cw_attached bits */
	__u64 restarts; /* how often the sensor was started before in this run */
	char boot_id[40];
	char hostname[64];
	char kernel[64];
	char machine[16];
};

/* What the sensor could attach on this kernel. */
enum cw_attached {
	CW_ATTACHED_PROCESS = 1 << 0, /* sched_process_{fork,exec,exit} */
	CW_ATTACHED_SYSCALLS = 1 << 1, /* sys_enter, sys_exit */
	CW_ATTACHED_SNAPSHOT_TASK = 1 << 2, /* iter/task */
	CW_ATTACHED_SNAPSHOT_FILE = 1 << 3, /* iter/task_file */
	CW_ATTACHED_SNAPSHOT_TCP = 1 << 4, /* iter/task_file, for sockets that listen */
	CW_ATTACHED_PAGE_CACHE = 1 << 5, /* file content where no buffer passes a system call */
	CW_ATTACHED_MAPPED_WRITES = 1 << 6, /* writeback_dirty_folio: what a mapping overwrites */
	CW_ATTACHED_IO_URING = 1 << 7, /* io_uring_submit_req, io_uring_complete */
	CW_ATTACHED_CIPHER_CALLS = 1 << 8, /* uprobes, several at once (uprobe_multi), as images appear */
	CW_ATTACHED_IMAGE_SCAN = 1 << 9, /* images are looked into: which ciphers they define, constants */
};

/* Why something could not be recorded; the index into cw_status.lost. Counters only grow. */
enum cw_loss {
	CW_LOSS_RING_FULL = 0, /* records: the ring buffer had no room */
	CW_LOSS_FILE_TABLE_FULL = 1, /* file sessions that could not be opened */
	CW_LOSS_NET_TABLE_FULL = 2, /* net sessions that could not be opened */
	CW_LOSS_FAULT = 3, /* user memory (argument, sample) that could not be read */
	CW_LOSS_PATH_CUT = 4, /* paths longer than CW_PATH_MAX or deeper than the walk */
	CW_LOSS_EXIT_FDS = 5, /* processes that ended with more descriptors than are searched */
	CW_LOSS_PIPE = 6, /* records the engine's pipe refused at shutdown */
	CW_LOSS_MISSED = 7, /* program runs that the kernel skipped (recursion) */
	CW_LOSS_MAX = 8,
};

/* Every second, and at once when a loss counter has moved. Also the engine's tick. */
struct cw_status {
	struct cw_header h;
	__u64 records; /* written so far */
	__u64 lost[CW_LOSS_MAX];
	__u32 file_sessions; /* open now */
	__u32 net_sessions; /* open now */
	__u64 ring_bytes; /* waiting in the ring buffer */
	__u64 crypto_table_full; /* a loss, as in lost: uses of ciphers that found no room */
	__u64 scans_left_out; /* a loss: images that were not looked into, there were too many */
	__u32 crypto_uses; /* of processes and ciphers, now */
	__u32 images_observed; /* whose cipher calls are seen, now */
	__u32 images_suspended; /* now: called so often that watching would cost too much */
	__u32 images_left_out; /* so far: no room was left to observe them */
};

struct cw_snapshot_end {
	struct cw_header h;
	__u32 processes;
	__u32 files;
	__u32 sockets;
	__u32 reserved;
};

struct cw_directory {
	struct cw_header h;
	struct cw_place place;
	__u32 mnt_ns;
	__u32 flags; /* enum cw_path_flags */
	char path[CW_PATH_MAX];
};

enum cw_path_flags {
	CW_PATH_CUT = 1 << 0, /* the front of a directory path, or the end of an argument, is missing */
	CW_PATH_UNREADABLE = 1 << 1,
};

enum cw_fd_kind {
	CW_FD_CLOSED = 0,
	CW_FD_OTHER = 1,
	CW_FD_FILE = 2,
	CW_FD_PIPE = 3, /* anonymous pipe: ino names it */
	CW_FD_FIFO = 4, /* named pipe: dev and ino name it */
	CW_FD_TTY = 5,
	CW_FD_INET = 6, /* ino is the socket's */
	CW_FD_UNIX = 7, /* ino is the socket's, peer_ino its peer's */
	CW_FD_NULL = 8, /* /dev/null */
};

struct cw_fd {
	__u64 ino;
	__u64 peer_ino;
	__u32 dev;
	__u16 kind; /* enum cw_fd_kind */
	__u16 remote_port; /* host order; CW_FD_INET only */
	__u8 remote[16]; /* IPv6, or IPv4 mapped; CW_FD_INET only */
};

enum cw_start_kind {
	CW_START_EXEC = 1,
	CW_START_SNAPSHOT = 2, /* was there before the sensor */
};

enum cw_image_flags {
	CW_IMAGE_DELETED = 1 << 0, /* no link is left */
	CW_IMAGE_MEMFD = 1 << 1, /* on the kernel's internal tmpfs mount */
	CW_IMAGE_SCRIPT = 1 << 2, /* started through an interpreter line; script names it */
	CW_IMAGE_SETUID = 1 << 3,
};

struct cw_process_start {
	struct cw_header h;
	struct cw_process process;
	struct cw_process parent;
	__u32 kind; /* enum cw_start_kind */
	__u32 image_flags;
	__u32 uid, euid, gid, egid;
	__u32 auid; /* login uid, 0xffffffff when none */
	__u32 audit_session;
	__u32 sid; /* session leader's pid */
	__u32 pgid;
	__u32 tty; /* major << 20 | minor, 0 when none */
	__u32 mnt_ns, pid_ns, net_ns, user_ns;
	__u32 image_dev;
	__u64 image_ino;
	__u64 image_size;
	__u64 image_mtime_ns;
	__u64 cgroup_id; /* cgroup v2 */
	__u64 cap_effective;
	struct cw_fd fd[3];
	__u32 argv_len;
	__u32 path_flags; /* enum cw_path_flags over all of the strings */
	char comm[16];
	char exe[CW_PATH_MAX];
	char cwd[CW_PATH_MAX];
	char script[CW_NAME_MAX]; /* as given to execve, when CW_IMAGE_SCRIPT */
	char cgroup[CW_NAME_MAX]; /* path in the v2 hierarchy, cut at the front */
	char argv[CW_ARGV_MAX]; /* NUL-separated */
};

struct cw_process_fork {
	struct cw_header h;
	struct cw_process process;
	struct cw_process parent;
};

struct cw_process_end {
	struct cw_header h;
	struct cw_process process;
	__u32 exit_code; /* as wait(2) gives it */
	__u32 reserved;
};

enum cw_file_flags {
	CW_FILE_CREATED = 1 << 0, /* this open created it */
	CW_FILE_TRUNCATED = 1 << 1, /* opened with O_TRUNC, or cut to 0 while open */
	CW_FILE_LAST = 1 << 2, /* the session is over; else a snapshot, and counters go on */
	CW_FILE_INHERITED = 1 << 3, /* first seen on I/O: opened before, elsewhere, or passed */
	CW_FILE_IDLE = 1 << 4, /* flushed since nothing happened for a while */
	CW_FILE_UNLINKED = 1 << 5, /* no link was left when it ended */
	CW_FILE_DIRECT = 1 << 6, /* O_DIRECT */
	CW_FILE_EXECUTABLE = 1 << 7, /* a mode bit says so */
};

/* How content moved. */
enum cw_method {
	CW_BY_READ = 1 << 0, /* read, readv, pread… */
	CW_BY_WRITE = 1 << 1,
	CW_BY_MMAP_READ = 1 << 2,
	CW_BY_MMAP_WRITE = 1 << 3, /* shared and writable */
	CW_BY_SPLICE_IN = 1 << 4, /* splice, sendfile, copy_file_range into this file */
	CW_BY_SPLICE_OUT = 1 << 5,
	CW_BY_TRUNCATE = 1 << 6,
	CW_BY_PUNCH = 1 << 7, /* fallocate that discards */
};

enum cw_sample_kind {
	CW_SAMPLE_READ = 1,
	CW_SAMPLE_WRITE = 2,
};

struct cw_sample {
	__u64 offset; /* in the file */
	__u16 len;
	__u16 kind; /* enum cw_sample_kind */
	__u32 op_len; /* of the operation it was taken from; 0 when it was read from the page cache */
};

/* One use of one open file by one process. */
struct cw_file_session {
	struct cw_header h;
	struct cw_process process;
	__u64 opened_ns;
	__u64 ino;
	__u32 dev;
	__u32 mnt_id;
	__u64 dir_ino; /* the parent directory, on the same dev and mnt_id */
	__u32 mnt_ns;
	__u32 mode; /* st_mode */
	__u32 nlink; /* when the record was written */
	__u32 owner;
	__u32 flags; /* enum cw_file_flags */
	__u32 methods; /* enum cw_method */
	__u64 size_before; /* when the session began, after O_TRUNC took effect */
	__u64 size_after;
	__u64 read_bytes;
	__u64 write_bytes;
	__u64 overwritten_bytes; /* written below the size that the file had */
	__u64 read_min, read_max; /* byte range touched, end exclusive */
	__u64 write_min, write_max;
	__u32 reads, writes;
	__u32 read_seeks, write_seeks; /* operations that did not begin where the last one ended */
	__u32 samples; /* slots used */
	__u32 reserved;
	struct cw_sample sample[CW_SAMPLES];
	char name[CW_NAME_MAX];
	__u8 data[CW_SAMPLES][CW_SAMPLE_LEN];
};

/* Paths are as the caller gave them; base is the directory they start from (the root for an
 * absolute one, so that a chroot is honoured). Written when the call has succeeded. */
struct cw_file_rename {
	struct cw_header h;
	struct cw_process process;
	struct cw_place old_base, new_base;
	__u32 flags; /* of renameat2 */
	__u32 path_flags;
	char old_path[CW_PATH_MAX];
	char new_path[CW_PATH_MAX];
};

struct cw_file_link {
	struct cw_header h;
	struct cw_process process;
	struct cw_place old_base, new_base;
	__u32 symbolic;
	__u32 path_flags;
	char old_path[CW_PATH_MAX];
	char new_path[CW_PATH_MAX];
};

struct cw_file_unlink {
	struct cw_header h;
	struct cw_process process;
	struct cw_place base;
	__u32 directory; /* rmdir */
	__u32 path_flags;
	char path[CW_PATH_MAX];
};

/* truncate(2) by path; ftruncate is part of the file session. */
struct cw_file_truncate {
	struct cw_header h;
	struct cw_process process;
	struct cw_place base;
	__u64 length;
	__u32 path_flags;
	__u32 reserved;
	char path[CW_PATH_MAX];
};

enum cw_direction {
	CW_DIRECTION_UNKNOWN = 0, /* first seen in mid-life */
	CW_DIRECTION_OUT = 1, /* connect, or the first datagram was sent; raw and packet sockets: anything was */
	CW_DIRECTION_IN = 2, /* accept, or the first datagram was received */
};

enum cw_net_flags {
	CW_NET_LAST = 1 << 0, /* this process is done with it */
	CW_NET_IDLE = 1 << 1,
	CW_NET_INHERITED = 1 << 2,
	CW_NET_CONNECTING = 1 << 3, /* no answer yet */
	CW_NET_SPLICED = 1 << 4, /* bytes moved by splice or sendfile: counted, not sampled */
};

/* longer than most answers take to come, shorter than somebody takes to think or a timer to fire */
#define CW_BURST_GAP_NS 100000000ull

/*
 * One process's use of one socket. Snapshots are cumulative. Of raw and packet sockets the first bytes are those of the
 * longest message so far, headers included. A burst is what passes, either way, without a silence of CW_BURST_GAP_NS.
 */
struct cw_net_session {
	struct cw_header h;
	struct cw_process process;
	__u64 started_ns;
	__u64 sock_ino;
	__u32 net_ns;
	__u16 family; /* AF_UNIX 1, AF_INET 2, AF_INET6 10, AF_PACKET 17 */
	__u8 protocol; /* IPPROTO_TCP 6, IPPROTO_UDP 17, of raw sockets any other; 0 of unix and packet sockets */
	__u8 direction; /* enum cw_direction */
	__u16 local_port, remote_port; /* host order; 0 where there are none */
	__u32 flags; /* enum cw_net_flags */
	__u8 local[16], remote[16]; /* IPv6, or IPv4 mapped */
	__u64 tx_bytes, rx_bytes;
	__u32 tx_messages, rx_messages;
	__u32 turns; /* changes of direction */
	__u32 snapshots; /* records written before this one */
	__u64 first_tx_ns, first_rx_ns;
	__u64 last_tx_ns, last_rx_ns;
	__u32 tx_counted, rx_counted; /* bytes in the histograms */
	__u16 tx_first_len, rx_first_len;
	__u16 socket_type; /* SOCK_STREAM 1, SOCK_DGRAM 2, SOCK_RAW 3, SOCK_SEQPACKET 5; 0 before minor 3 */
	__u8 burst_by; /* who began the latest burst: 1 this side, 2 the other; 0 before minor 4 */
	__u8 reserved;
	__u16 tx_hist[256];
	__u16 rx_hist[256];
	__u8 tx_first[CW_FIRST_LEN];
	__u8 rx_first[CW_FIRST_LEN];
	__u64 peer_ino; /* the socket at the other end; 0: none, or not accepted yet */
	__u32 peer_pid; /* who connected or listens, in the initial pid namespace; 0: datagrams */
	__u32 name_len; /* of the name that one end was bound to */
	char name[CW_UNIX_NAME_LEN]; /* a path, or after a NUL an abstract name */
	__u32 tx_bursts, rx_bursts; /* begun by this side, by the other */
	__u32 tx_answered, rx_answered; /* of these, over and ended by who did not begin them */
	__u64 tx_burst_ns; /* when this side's latest one began */
	__u64 opening_tx_bytes, opening_rx_bytes; /* of the first one; the same as of all while it lasts */
};

/* A file was mapped executable. */
struct cw_library_map {
	struct cw_header h;
	struct cw_process process;
	__u64 ino;
	__u32 dev;
	__u32 mnt_id;
	__u64 dir_ino;
	__u32 mnt_ns;
	__u32 image_flags; /* CW_IMAGE_DELETED, CW_IMAGE_MEMFD */
	__u32 owner;
	__u32 mode;
	char name[CW_NAME_MAX];
};

/* Descriptor 0, 1 or 2 was replaced (dup2, dup3) by something processes talk through. */
struct cw_stdio_change {
	struct cw_header h;
	struct cw_process process;
	__u32 slot;
	__u32 reserved;
	struct cw_fd fd;
};

enum cw_crypto_interface {
	CW_CRYPTO_OPENSSL = 1, /* and its forks; id is a NID */
	CW_CRYPTO_LIBGCRYPT = 2, /* id is of enum gcry_cipher_algos */
	CW_CRYPTO_GNUTLS = 3, /* id is of gnutls_cipher_algorithm_t */
	CW_CRYPTO_NETTLE = 4,
	CW_CRYPTO_MBEDTLS = 5,
	CW_CRYPTO_LIBSODIUM = 6,
	CW_CRYPTO_WOLFSSL = 7,
	CW_CRYPTO_AF_ALG = 8, /* name is the kernel's, as in cbc(aes) */
	CW_CRYPTO_KTLS = 9, /* id is TLS_CIPHER_* of linux/tls.h */
};

/* Where the function that was called says which cipher it is. */
enum cw_cipher {
	CW_CIPHER_UNKNOWN = 0, /* see id and name */
	CW_CIPHER_AES = 1,
	CW_CIPHER_CHACHA20 = 2,
	CW_CIPHER_RC4 = 3,
	CW_CIPHER_SALSA20 = 4,
	CW_CIPHER_BLOWFISH = 5,
	CW_CIPHER_CAMELLIA = 6,
	CW_CIPHER_TWOFISH = 7,
	CW_CIPHER_SERPENT = 8,
	CW_CIPHER_CAST5 = 9,
	CW_CIPHER_DES = 10,
	CW_CIPHER_TRIPLE_DES = 11,
};

enum cw_crypto_flags {
	CW_CRYPTO_LAST = 1 << 0, /* the process ended, executed another program, or left it for long */
	CW_CRYPTO_ENCRYPTS = 1 << 1,
	CW_CRYPTO_DECRYPTS = 1 << 2,
};

/* One process's use of one cipher through one interface. Snapshots are cumulative. */
struct cw_crypto_use {
	struct cw_header h;
	struct cw_process process;
	__u64 first_ns, last_ns;
	__u64 operations; /* calls that set a key or an initialisation vector, or that encrypt in one go */
	__u64 keys; /* of these, the ones that set a key */
	__u64 bytes; /* where the call says how many, else 0 */
	__u64 ino; /* the image that holds the function; 0: the kernel */
	__u32 dev;
	__u32 id; /* the interface's own number of the cipher; 0: none. AF_ALG: tells names apart */
	__u16 interface; /* enum cw_crypto_interface */
	__u16 cipher; /* enum cw_cipher */
	__u16 key_bits; /* 0: not known */
	__u16 reserved;
	__u32 flags; /* enum cw_crypto_flags */
	__u32 snapshots; /* records written before this one */
	char name[CW_CIPHER_NAME_LEN];
};

enum cw_scan_state {
	CW_SCAN_OBSERVED = 1, /* calls of its cipher functions are seen from now on */
	CW_SCAN_SUSPENDED = 2, /* they are not, for a while: they were so many that watching cost too much */
	CW_SCAN_LEFT_OUT = 3, /* they are not: as many images as can be are observed already */
	CW_SCAN_SEARCHED = 4, /* its content was searched for constants */
};

/* Tables and texts that are part of a cipher, found in the content of an image. */
enum cw_constant {
	CW_CONSTANT_AES_SBOX = 1 << 0,
	CW_CONSTANT_AES_INVERSE_SBOX = 1 << 1,
	CW_CONSTANT_AES_TABLES = 1 << 2, /* Te0 or Td0 in one of their layouts */
	CW_CONSTANT_AES_INSTRUCTIONS = 1 << 3, /* ten or more AESENC, AESENCLAST, AESDEC, AESDECLAST */
	CW_CONSTANT_CHACHA_SIGMA = 1 << 4, /* "expand 32-byte k", also as four immediate values */
	CW_CONSTANT_CHACHA_TAU = 1 << 5, /* "expand 16-byte k" */
	CW_CONSTANT_BLOWFISH = 1 << 6,
	CW_CONSTANT_CAMELLIA = 1 << 7,
	CW_CONSTANT_SM4 = 1 << 8,
	CW_CONSTANT_TWOFISH = 1 << 9,
};

/* What an image holds of cryptography, and whether its cipher calls are seen. */
struct cw_image_scan {
	struct cw_header h;
	struct cw_process process; /* on whose account it was looked into */
	__u64 ino;
	__u32 dev;
	__u32 state; /* enum cw_scan_state */
	__u64 size;
	__u64 searched; /* bytes of its loadable segments; less than they have when cut */
	__u32 constants; /* enum cw_constant bits */
	__u32 interfaces; /* 1 << enum cw_crypto_interface: whose functions it defines */
	__u32 functions; /* how many of them are observed */
	__u32 cut; /* it is longer than what was searched */
};

#endif
