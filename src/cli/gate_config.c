/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/gate_config.h"

#include <pwd.h>
#include <stddef.h>
#include <string.h>
#include <sys/types.h>

#include "base/alloc.h"
#include "base/array.h"
#include "base/file.h"
#include "cli/config_file.h"
#include "report/words.h"
#include "rules/reading.h"

enum { FILE_MAX = 1 << 20, PEM_MAX = 1 << 20, SECRET_MAX = 4096 };

static enum status add_listen(struct reading *reading, const yaml_node_t *node, struct gate_listen_list *list)
{
    struct gate_listen listen = { .mode = 0660 };
    enum status status = reading_string(reading, node, &listen.address);

    if (status == STATUS_OK)
        status = ARRAY_GROW(&list->items, &list->capacity, list->count + 1);
    if (status == STATUS_OK)
        list->items[list->count++] = listen;
    return status;
}

static enum status read_listen(struct reading *reading, const yaml_node_t *node, void *target)
{
    enum status status = STATUS_OK;

    if (node->type != YAML_SEQUENCE_NODE)
        return add_listen(reading, node, target);
    for (const yaml_node_item_t *item = node->data.sequence.items.start;
         status == STATUS_OK && item < node->data.sequence.items.top; item++)
        status = add_listen(reading, yaml_document_get_node(reading->document, *item), target);
    return status;
}

static enum status read_small_number(struct reading *reading, const yaml_node_t *node, void *target)
{
    return reading_number(reading, node, 1, 1000000, target);
}

static enum status read_days(struct reading *reading, const yaml_node_t *node, void *target)
{
    return reading_number(reading, node, 1, 36500, target);
}

static enum status read_bool(struct reading *reading, const yaml_node_t *node, void *target)
{
    static const char *const words[] = { "no", "yes" };
    size_t which = 0;
    enum status status = reading_choice(reading, node, gettext("answer"), words, 2, &which);

    if (status == STATUS_OK)
        *(bool *)target = which == 1;
    return status;
}

static enum status read_local_user(struct reading *reading, const yaml_node_t *node, void *target)
{
    struct {
        const char *user, *account;
    } pair = { 0 };
    const struct reading_key keys[] = { { "user", reading_string, 0 },
                                        { "account", reading_string, sizeof(const char *) } };
    struct gate_config *config = target;
    const struct passwd *entry;
    uint32_t seen;
    enum status status = reading_mapping(reading, node, keys, 2, &pair, &seen);

    if (status == STATUS_OK)
        status = reading_require(reading, node, keys, 2, seen);
    if (status != STATUS_OK)
        return status;
    entry = getpwnam(pair.user);
    if (entry == NULL)
        return reading_fail(reading, node, gettext("this machine has no user \"%.60s\""), pair.user);
    status = ARRAY_GROW(&config->local_users, &config->local_user_capacity, config->local_user_count + 1);
    if (status == STATUS_OK)
        config->local_users[config->local_user_count++] = (struct local_user){ entry->pw_uid, pair.account };
    return status;
}

static enum status read_local_users(struct reading *reading, const yaml_node_t *node, void *target)
{
    enum status status = STATUS_OK;

    if (node->type != YAML_SEQUENCE_NODE)
        return reading_fail(reading, node, gettext("this is a list of {user: …, account: …}"));
    for (const yaml_node_item_t *item = node->data.sequence.items.start;
         status == STATUS_OK && item < node->data.sequence.items.top; item++)
        status = read_local_user(reading, yaml_document_get_node(reading->document, *item), target);
    return status;
}

static enum status read_tls(struct reading *reading, const yaml_node_t *node, void *target)
{
    static const struct reading_key keys[] = {
        { "certificate", reading_string, offsetof(struct gate_config, certificate_file) },
        { "key", reading_string, offsetof(struct gate_config, key_file) },
    };
    uint32_t seen;
    enum status status = reading_mapping(reading, node, keys, 2, target, &seen);

    return status == STATUS_OK ? reading_require(reading, node, keys, 2, seen) : status;
}

static enum status read_config(struct reading *reading, const yaml_node_t *root, void *target)
{
    static const struct reading_key keys[] = {
        { "store", reading_string, offsetof(struct gate_config, store) },
        { "listen", read_listen, offsetof(struct gate_config, listen) },
        { "log", reading_string, offsetof(struct gate_config, log) },
        { "clamd", read_listen, offsetof(struct gate_config, clamd) },
        { "profile", reading_string, offsetof(struct gate_config, profile) },
        { "sites", reading_string, offsetof(struct gate_config, sites_file) },
        { "tls", read_tls, 0 },
        { "rules", config_file_list, offsetof(struct gate_config, packs.paths) },
        { "layers", config_file_list, offsetof(struct gate_config, packs.layers) },
        { "release_register", reading_string, offsetof(struct gate_config, packs.release_register) },
        { "key", reading_string, offsetof(struct gate_config, packs.key) },
        { "local_users", read_local_users, 0 },
        { "workers", read_small_number, offsetof(struct gate_config, workers) },
        { "queue", read_small_number, offsetof(struct gate_config, queue) },
        { "connections", read_small_number, offsetof(struct gate_config, connections) },
        { "body_mib", read_small_number, offsetof(struct gate_config, body_mib) },
        { "seconds", read_small_number, offsetof(struct gate_config, seconds) },
        { "receive_seconds", read_small_number, offsetof(struct gate_config, receive_seconds) },
        { "idempotency_days", read_days, offsetof(struct gate_config, idempotency_days) },
        { "outbox_days", read_days, offsetof(struct gate_config, outbox_days) },
        { "webhook_key", reading_string, offsetof(struct gate_config, webhook_key_file) },
        { "show_secrets", read_bool, offsetof(struct gate_config, show_secrets) },
        { "isolate_all", read_bool, offsetof(struct gate_config, isolate_all) },
    };
    uint32_t seen;
    enum status status = reading_mapping(reading, root, keys, sizeof keys / sizeof *keys, target, &seen);

    return status == STATUS_OK ? reading_require(reading, root, keys, 2, seen) : status;
}

static enum status read_secrets(struct gate_config *config, struct error *error)
{
    enum status status = config_file_secret(config->certificate_file, &config->certificate, error);

    if (status == STATUS_OK)
        status = config_file_secret(config->key_file, &config->key, error);
    return status == STATUS_OK ? config_file_secret(config->webhook_key_file, &config->webhook_key, error) : status;
}

enum status gate_config_read(const char *path, struct gate_config *config, struct error *error)
{
    struct buf yaml = BUF_INIT(FILE_MAX);
    struct reading reading = { .file = path, .error = error };
    enum status status;

    *config = (struct gate_config){ .profile = "xingyi",
                                    .queue = 512,
                                    .connections = 12000,
                                    .body_mib = 64,
                                    .seconds = 60,
                                    .receive_seconds = 60,
                                    .idempotency_days = 7,
                                    .outbox_days = 30,
                                    .certificate = BUF_INIT(PEM_MAX),
                                    .key = BUF_INIT(PEM_MAX),
                                    .webhook_key = BUF_INIT(SECRET_MAX) };
    status = arena_create(&config->arena);
    reading.arena = config->arena;
    if (status == STATUS_OK)
        status = file_read(path, &yaml, error);
    if (status == STATUS_OK)
        status = reading_file(&reading, buf_bytes(&yaml), read_config, config);
    buf_free(&yaml);
    return status == STATUS_OK ? read_secrets(config, error) : status;
}

void gate_config_free(struct gate_config *config)
{
    alloc_free(config->listen.items);
    alloc_free(config->clamd.items);
    alloc_free(config->local_users);
    packs_free(&config->packs);
    buf_free(&config->certificate);
    buf_free(&config->key);
    buf_free(&config->webhook_key);
    if (config->arena != NULL)
        arena_destroy(config->arena);
}
