/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a file holds, read from the page cache where it is: without I/O, without a fault, and before
 * or after writes that pass no buffer of a system call (mappings, splices).
 *
 * The direct map and the array of struct page begin at addresses that are chosen at boot and that no
 * helper tells. calibrate() finds both from one page whose content is known; until it has, nothing
 * is read here. Kernel: include/linux/xarray.h, arch/x86/include/asm/page_64_types.h.
 */
#ifndef CIPHERWATCH_PAGE_CACHE_BPF_H
#define CIPHERWATCH_PAGE_CACHE_BPF_H

#define PAGE_SHIFT 12
#define XA_SLOTS 64
#define GIB (1ULL << 30)

__u64 direct_map; /* 0 until known */
__u64 page_array;

/* Where a page's bytes are, under a guess of the two bases. */
static __always_inline u64 page_address_under(u64 page, u64 pages, u64 direct)
{
	return direct + ((page - pages) / bpf_core_type_size(struct page) << PAGE_SHIFT);
}

/* The page of a file at an index, with its address; 0 when it is not cached. */
static __always_inline u64 page_find(struct inode *inode, u64 index)
{
	u64 entry = (u64)BPF_CORE_READ(inode, i_mapping, i_pages.xa_head);

	for (int level = 0; level < 8; level++) {
		struct xa_node *node;
		u64 slot;
		u8 shift;

		if ((entry & 3) != 2)
			break;
		if (entry < 4096) /* a retry or zero entry */
			return 0;
		node = (struct xa_node *)(entry - 2);
		shift = BPF_CORE_READ(node, shift);
		slot = index >> (shift & 63);
		if (level == 0 && slot >= XA_SLOTS)
			return 0;
		slot &= XA_SLOTS - 1;
		entry = (u64)PEEK(&node->slots[slot]);
		if ((entry & 3) == 2 && entry < (XA_SLOTS << 2)) /* a sibling of a large folio's first slot */
			entry = (u64)PEEK(&node->slots[(entry >> 2) & (XA_SLOTS - 1)]);
		if (!shift)
			break;
	}
	return entry & 3 ? 0 : entry;
}

/* Where the page of a file at an index is in memory, as far as it is cached; else 0. */
PART u64 page_cache_find(u64 inode_at, u64 index)
{
	struct inode *inode = (void *)inode_at;
	struct folio *folio;
	u64 first;

	if (!direct_map)
		return 0;
	folio = (struct folio *)page_find(inode, index);
	if (!folio)
		return 0;
	first = BPF_CORE_READ(folio, index);
	if (first > index || BPF_CORE_READ(folio, mapping) != BPF_CORE_READ(inode, i_mapping))
		return 0;
	return page_address_under((u64)folio, page_array, direct_map) + ((index - first) << PAGE_SHIFT);
}

#define CALIBRATE_STEPS 64

/*
 * Tries CALIBRATE_STEPS guesses on a file of the sensor's own, whose first page begins with two
 * known words. Arguments: descriptor, the words, GiB below the page's struct for page_array, GiB
 * below struct file for the first guess at direct_map. Both bases are aligned to 1 GiB
 * (arch/x86/mm/kaslr.c), and struct file lies in the direct map.
 */
SEC("raw_tp/cipherwatch_calibrate")
int calibrate(struct bpf_raw_tracepoint_args *ctx)
{
	struct file *file = fd_file(ctx->args[0]);
	struct inode *inode;
	u64 page, pages, direct;

	if (!file)
		return 0;
	inode = BPF_CORE_READ(file, f_inode);
	page = page_find(inode, 0);
	if (!page)
		return 0;
	pages = (page & ~(GIB - 1)) - ctx->args[3] * GIB;
	for (u32 k = 0; k < CALIBRATE_STEPS; k++) {
		u64 words[2] = {};

		direct = ((u64)file & ~(GIB - 1)) - (ctx->args[4] + k) * GIB;
		bpf_probe_read_kernel(words, sizeof(words), (void *)page_address_under(page, pages, direct));
		if (words[0] == ctx->args[1] && words[1] == ctx->args[2]) {
			page_array = pages;
			direct_map = direct;
			return 1;
		}
	}
	return 0;
}

#endif
