/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/clamd_conversation.h"

#include <string.h>
#include <unistd.h>

/* All of these: false when the conversation is over. */

static bool answer_verdict(struct clamd_connection *connection, const struct content_assessment *assessment)
{
    if (assessment->verdict == VERDICT_PASS)
        return clamd_answer(connection, "stream: OK");
    return clamd_answer(connection, "stream: Guanka.%s.%s FOUND", verdict_name(assessment->verdict),
                        assessment->rule != NULL ? assessment->rule : "incomplete");
}

static bool judge(struct clamd_connection *connection, const struct clamd_service *service, struct bytes bytes,
                  struct file_content *content)
{
    struct content_assessment assessment;
    enum status status = service->judge(service->context, bytes, content, &assessment);

    if (status == STATUS_OK)
        return answer_verdict(connection, &assessment);
    return clamd_answer(connection, "stream: %s ERROR", status_code(status));
}

static bool judge_spool(struct clamd_connection *connection, const struct clamd_service *service, struct spool *spool)
{
    struct file_content *content;
    struct bytes bytes;
    enum status status = clamd_read_stream(connection, service->stream_bytes_max, spool);

    if (status == STATUS_OK)
        status = spool_finish(spool, &bytes, &content);
    if (status == STATUS_OK)
        return judge(connection, service, bytes, content);
    /* After this the stream is not understood any more. */
    if (status == STATUS_LIMIT_BYTES)
        (void)clamd_answer(connection, "INSTREAM size limit exceeded. ERROR");
    else if (status != STATUS_IO)
        (void)clamd_answer(connection, "stream: %s ERROR", status_code(status));
    return false;
}

static bool judge_stream(struct clamd_connection *connection, const struct clamd_service *service)
{
    struct spool *spool;
    bool goes_on;

    if (spool_create(&spool) != STATUS_OK)
        return clamd_answer(connection, "stream: %s ERROR", status_code(STATUS_NO_MEMORY));
    goes_on = judge_spool(connection, service, spool);
    spool_destroy(spool);
    return goes_on;
}

static bool judge_descriptor(struct clamd_connection *connection, const struct clamd_service *service)
{
    int descriptor = clamd_take_descriptor(connection);
    struct file_content *content;
    enum status status;
    bool goes_on;

    if (descriptor < 0)
        return clamd_answer(connection, "No file descriptor received. ERROR") && false;
    status = file_content_of(descriptor, NULL, &content, NULL);
    (void)close(descriptor);
    if (status != STATUS_OK)
        return clamd_answer(connection, "fd: %s ERROR", status_code(status));
    goes_on = judge(connection, service, file_content_bytes(content), content);
    file_content_close(content);
    return goes_on;
}

static bool reload(struct clamd_connection *connection, const struct clamd_service *service)
{
    struct error error = { 0 };

    if (service->reload(service->context, &error) == STATUS_OK)
        return clamd_answer(connection, "RELOADING");
    return clamd_answer(connection, "%.900s ERROR", error.message);
}

static bool tell_version(struct clamd_connection *connection, const struct clamd_service *service, bool with_commands)
{
    return clamd_answer(
        connection, "guanka %s%s", service->version,
        with_commands ? "| COMMANDS: PING VERSION VERSIONCOMMANDS RELOAD STATS INSTREAM FILDES IDSESSION END" : "");
}

static bool tell_statistics(struct clamd_connection *connection, const struct clamd_service *service)
{
    unsigned threads = 0;
    uint64_t checks = 0;

    service->tell_statistics(service->context, &threads, &checks);
    return clamd_answer(connection,
                        "POOLS: 1\nSTATE: VALID PRIMARY\nTHREADS: live %u\nQUEUE: 0 items\nCHECKS: %llu\nEND", threads,
                        (unsigned long long)checks);
}

static bool obey(struct clamd_connection *connection, const struct clamd_service *service, const char *command)
{
    connection->number++;
    if (strcmp(command, "IDSESSION") == 0) {
        connection->is_session = true;
        connection->number = 0;
        return true;
    }
    if (strcmp(command, "END") == 0)
        return false;
    if (strcmp(command, "PING") == 0)
        return clamd_answer(connection, "PONG");
    if (strcmp(command, "VERSION") == 0)
        return tell_version(connection, service, false);
    if (strcmp(command, "VERSIONCOMMANDS") == 0)
        return tell_version(connection, service, true);
    if (strcmp(command, "RELOAD") == 0)
        return reload(connection, service);
    if (strcmp(command, "STATS") == 0)
        return tell_statistics(connection, service);
    if (strcmp(command, "INSTREAM") == 0)
        return judge_stream(connection, service);
    if (strcmp(command, "FILDES") == 0)
        return judge_descriptor(connection, service);
    return clamd_answer(connection, "UNKNOWN COMMAND") && false;
}

static bool serve_command(struct clamd_connection *connection, const struct clamd_service *service)
{
    char command[CLAMD_COMMAND_MAX];
    bool goes_on = clamd_read_command(connection, command);

    if (goes_on) {
        atomic_store(&connection->is_asked, true);
        goes_on = obey(connection, service, command) && connection->is_session;
        atomic_store(&connection->is_asked, false);
    }
    return goes_on;
}

void clamd_converse(struct clamd_connection *connection, const struct clamd_service *service)
{
    while (!service->is_ending(service->context) && serve_command(connection, service))
        ;
    if (connection->passed >= 0)
        (void)close(connection->passed);
}
