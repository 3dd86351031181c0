/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/gate_account.h"

#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "cli/store_shell.h"
#include "gate/account_tasks.h"
#include "gate/units.h"
#include "report/words.h"

/* The command line in the place of a request: the user of the machine is who does it. */
struct shell {
    struct store *store;
    struct gate_worker worker;
    struct http_request request;
    struct call call;
    char actor[STORE_SHELL_ACTOR_SIZE];
};

static enum status open_shell(const struct gate_config *config, struct shell *shell, struct error *error)
{
    enum status status = store_open(config->store, STORE_WRITE, &shell->store, error);

    store_shell_actor(shell->actor);
    shell->request = (struct http_request){ .path = "", .peer = "cli" };
    shell->call = (struct call){ .worker = &shell->worker,
                                 .request = &shell->request,
                                 .identity = { .account = shell->actor, .display = "", .unit = "", .units = "" } };
    if (status == STATUS_OK)
        status = arena_create(&shell->worker.arena);
    shell->worker.store = shell->store;
    return status;
}

static void close_shell(struct shell *shell)
{
    store_close(shell->store);
    if (shell->worker.arena != NULL)
        arena_destroy(shell->worker.arena);
}

/* Without echo on a terminal. "" where nothing was given. */
static enum status read_password(char *password, size_t size, struct error *error)
{
    struct termios before, silent;
    bool is_terminal = isatty(STDIN_FILENO) && tcgetattr(STDIN_FILENO, &before) == 0;
    char *line;

    if (is_terminal) {
        silent = before;
        silent.c_lflag &= ~(tcflag_t)ECHO;
        fputs(_("Password (none: stays as it is): "), stderr);
        (void)tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent);
    }
    line = fgets(password, (int)size, stdin);
    if (is_terminal) {
        (void)tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
        fputc('\n', stderr);
    }
    if (line == NULL)
        password[0] = '\0';
    if (strlen(password) == size - 1 && password[size - 2] != '\n')
        return error_set(error, STATUS_INVALID, _("a password has at most %zu bytes"), size - 2);
    password[strcspn(password, "\r\n")] = '\0';
    return STATUS_OK;
}

static enum status read_roles(const char *text, unsigned *roles, struct error *error)
{
    if (review_roles_parse(text, roles))
        return STATUS_OK;
    return error_set(
        error, STATUS_INVALID,
        _("--roles: words of submitter, level-1 to level-4, secrecy, auditor, administrator, with commas"));
}

static enum status fill_account(const struct gate_account_options *options, struct account_task *task,
                                struct error *error)
{
    char password[PASSWORD_MOST + 2] = "";
    enum status status = STATUS_OK;

    task->display = options->display;
    task->unit = options->unit;
    if (options->units != NULL)
        status = units_read(options->units, task->call->worker->arena, &task->units, error);
    task->sets_roles = options->roles != NULL;
    if (status == STATUS_OK && task->sets_roles)
        status = read_roles(options->roles, &task->roles, error);
    if (status == STATUS_OK)
        status = read_password(password, sizeof password, error);
    task->sets_password = password[0] != '\0';
    if (status == STATUS_OK && task->sets_password)
        status = password_hash(password, task->hash, error);
    explicit_bzero(password, sizeof password);
    return status;
}

enum status gate_account_write(const struct gate_config *config, const char *name,
                               const struct gate_account_options *options, struct error *error)
{
    struct shell shell = { 0 };
    struct account_task task = { .call = &shell.call, .name = name };
    enum status status = open_shell(config, &shell, error);

    if (status == STATUS_OK)
        status = fill_account(options, &task, error);
    if (status == STATUS_OK)
        status = store_shell_run(shell.store, account_write, &task, error);
    close_shell(&shell);
    return status;
}

enum status gate_token_write(const struct gate_config *config, const char *account,
                             const struct gate_account_options *options, struct error *error)
{
    char token[TOKEN_SIZE];
    struct shell shell = { 0 };
    struct token_task task = { .call = &shell.call,
                               .account = account,
                               .label = options->label != NULL ? options->label : "",
                               .roles = ROLE_SUBMITTER,
                               .days = (unsigned)options->days };
    enum status status = options->roles != NULL ? read_roles(options->roles, &task.roles, error) : STATUS_OK;

    if (status == STATUS_OK && token_make(token, &task.digest) != STATUS_OK)
        status = error_set(error, STATUS_IO, _("the system gives no randomness"));
    if (status == STATUS_OK)
        status = open_shell(config, &shell, error);
    if (status == STATUS_OK)
        status = store_shell_run(shell.store, token_write, &task, error);
    close_shell(&shell);
    if (status == STATUS_OK)
        printf("%s\n", token);
    return status;
}
