/* What an implant answers to the few commands that it knows: text made up here. Nothing is run. */
#ifndef EMULATION_ANSWERS_H
#define EMULATION_ANSWERS_H

#include <stddef.h>

#define ANSWER_MAX 8192

/* @return length of the answer; 0 for `exit` */
size_t answer(const char *command, char text[ANSWER_MAX]);

#endif
