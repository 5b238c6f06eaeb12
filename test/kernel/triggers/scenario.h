/* SPDX-License-Identifier: Apache-2.0 */
/* A trigger's table of scenarios: the first argument names the one to run. */
#ifndef CIPHERWATCH_TEST_SCENARIO_H
#define CIPHERWATCH_TEST_SCENARIO_H

#include "report.h"

/* Exit code of a scenario that cannot be had on this machine: the test skips it, saying so. */
#define CANNOT 77

struct scenario {
	const char *name;
	void (*run)(void);
};

#define SCENARIO(name) \
	{ \
#name, name \
	}

#define RUN_SCENARIO(scenarios, wanted) run_scenario(scenarios, sizeof(scenarios) / sizeof(*(scenarios)), wanted)

static inline void run_scenario(const struct scenario *scenarios, size_t n, const char *wanted)
{
	for (size_t i = 0; i < n; i++) {
		if (strcmp(wanted, scenarios[i].name) == 0) {
			scenarios[i].run();
			return;
		}
	}
	fprintf(stderr, "no scenario %s\n", wanted);
	exit(98);
}

#endif
