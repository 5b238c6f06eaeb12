/*
 * An encryptor for emulations: what it does to a file is put together from an I/O path, an order of steps, the ranges
 * that it touches and the form of what it leaves. It acts on marked directories only (see emulations/corpus.ts), tells
 * each destroyed original on descriptor 3, and its key is no secret.
 */
#ifndef ENCRYPTOR_H
#define ENCRYPTOR_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#define MARKER ".cipherwatch-emulation"
#define MAX_RANGES 65536

struct options {
	const char *tree;
	/* how bytes reach a file, and how they are read */
	const char *io, *read;
	const char *order;
	/* whole | head:BYTES | tail:BYTES (all but so many) | every:ON:OFF | spread:COUNT:PERCENT */
	const char *stripe;
	/* raw | salted | gzip | base64 | hex | xor | flip */
	const char *form;
	/* chacha20 | aes */
	const char *cipher;
	/* path | hardlink | symlink | fd | handle | passed | inherited | chroot | mount | overlay-upper | overlay-lower */
	const char *through;
	/* plain | memfd | unlinked | daemon */
	const char *launch;
	/* an empty directory beside the tree */
	const char *aside;
	const char *suffix;
	const char *note, *note_text;
	bool note_last, note_once;
	/* bytes a write of the note; all when 0 */
	size_t note_step;
	/* bytes appended after the content: a wrapped key */
	size_t footer;
	/* bytes a write; all when 0 */
	size_t chunk;
	/* only files of at least so many bytes are striped, smaller ones are encrypted whole */
	size_t stripe_from;
	int workers;
	bool threads;
	/* files that each child of a worker does; 0: the worker does them itself */
	int batch;
	/* this process's share of the files: those whose path's hash leaves this remainder */
	int share, shares;
	int limit;
	/* originals a second, all workers together; as fast as it goes when 0 */
	double rate;
};

struct range {
	size_t from, length;
};

/* What is to be left of a file, and which ranges of it differ from what was there. */
struct output {
	unsigned char *bytes;
	size_t length;
	struct range *ranges;
	size_t count;
};

/* A file as it is told of, and as it is reached. */
struct victim {
	const char *told;
	char path[PATH_MAX];
	int held, inherited;
};

struct files {
	char **paths;
	size_t count;
	char **directories;
	size_t directory_count;
	/* descriptors of the files, where they are opened before the work begins */
	int *held;
};

int encrypt_tree(int argc, char **argv);

struct options parse_options(int argc, char **argv);
void chacha20(unsigned char *bytes, size_t length, size_t from, const unsigned char nonce[12]);
void aes256ctr(unsigned char *bytes, size_t length, size_t from, const unsigned char nonce[12]);
void key_of(unsigned char key[32]);
uint64_t hash_of(const char *path);
void nonce_of(const char *told, unsigned char nonce[12]);

struct output transform(const struct options *options, const char *told, const unsigned char *plain, size_t length);
void free_output(struct output *output);
struct range *stripes(const char *stripe, size_t length, size_t *count);

unsigned char *get(const char *way, const char *path, size_t *length);
void put(const struct options *options, const char *path, int flags, const struct output *output, bool all);
void put_direct(int fd, const struct output *output, struct range range);
void put_by_uring(int fd, const unsigned char *bytes, size_t length, off_t offset);
void put_by_aio(int fd, const unsigned char *bytes, size_t length, off_t offset);
void get_by_uring(int fd, unsigned char *bytes, size_t length);
int open_by_uring(const char *path, int flags);
void unlink_by_uring(const char *path);
void rename_by_uring(const char *from, const char *to);

void destroy(const struct options *options, struct victim *victim);
void reach(const struct options *options, struct victim *victim);
void release(const struct options *options, struct victim *victim);
void enter(const struct options *options, struct files *files);

struct files list_files(const struct options *options);
int work(const struct options *options, const struct files *files);
void drop_notes(const struct options *options, const struct files *files);
void launch(const struct options *options, char **argv);
void tell(const char *path);

_Noreturn void fail(const char *what, const char *on);

#endif
