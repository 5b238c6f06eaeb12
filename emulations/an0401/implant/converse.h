/* Tells who it is, then answers command after command until `exit`. */
#ifndef EMULATION_CONVERSE_H
#define EMULATION_CONVERSE_H

#include "answers.h"
#include "frames.h"

/* @return 0 after `exit`, 1 when the other side closed */
static int converse(struct frames *f)
{
	static char text[ANSWER_MAX];
	char command[256];
	size_t len = answer("uname -a", text);

	frames_send(f, text, len);
	while (frames_receive(f, command, sizeof(command)) >= 0) {
		len = answer(command, text);
		if (len == 0)
			return 0;
		frames_send(f, text, len);
	}
	return 1;
}

#endif
