/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CIPHERWATCH_SYSCALL_TABLE_H
#define CIPHERWATCH_SYSCALL_TABLE_H

/* Fills two tables of CW_SYSCALLS operations (op.h), and one of whether either must be seen before it happens. */
void cw_fill_syscall_tables(unsigned char *native_table, unsigned char *i386_table, unsigned char *at_enter);

#endif
