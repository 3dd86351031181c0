/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/doctor_gate.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "cli/doctor_store.h"
#include "cli/gate_config.h"
#include "cli/gate_sites.h"
#include "cli/listen.h"
#include "cli/port_holder.h"
#include "gate/edition.h"
#include "gate/tls_pair.h"
#include "report/words.h"

enum status doctor_try_packs(const struct doctor *doctor, const struct packs *packs, struct error *error)
{
    struct ruleset *ruleset = NULL;
    enum status status = packs_load(packs, doctor->config, &ruleset, error);

    if (status == STATUS_OK)
        ruleset_unref(ruleset);
    return status;
}

/* Rules, tables and the profile, as the gate loads them. */
static enum status try_edition(const struct doctor *doctor, const struct gate_config *config, struct error *error)
{
    const struct edition *edition = NULL;
    struct ruleset *ruleset = NULL;
    enum status status = packs_load(&config->packs, doctor->config, &ruleset, error);

    if (status == STATUS_OK)
        status = edition_create(ruleset, config->profile, clock_wall_ms(), &edition, error);
    edition_unref(edition);
    return status;
}

static enum status try_sites(const struct gate_config *config, struct error *error)
{
    struct gate_sites sites;
    enum status status = gate_sites_read(config->sites_file, &sites, error);

    gate_sites_free(&sites);
    return status;
}

/* Not opened, since a gate that runs has them: whether they could be made. */
static enum status try_sockets(const struct gate_listen_list *list, struct error *error)
{
    /* systemd makes a service's RuntimeDirectory= there when it starts, and takes it away when it stops. */
    static const char prefix[] = "unix:", run[] = "/run/";
    enum status status = STATUS_OK;

    for (size_t index = 0; index < list->count && status == STATUS_OK; index++) {
        struct buf folder = BUF_INIT(1 << 16);
        const char *address = list->items[index].address;

        if (strncmp(address, prefix, sizeof prefix - 1) == 0) {
            file_folder_of(address + sizeof prefix - 1, &folder);
            status = buf_status(&folder);
            if (status == STATUS_OK && access(folder.data, W_OK | X_OK) != 0
                && (errno != ENOENT || strncmp(folder.data, run, sizeof run - 1) != 0))
                status = error_set(error, STATUS_IO, _("listen: %s: no socket can be made in its folder (%s)"), address,
                                   strerror(errno));
        }
        buf_free(&folder);
    }
    return status;
}

static enum status try_gate(const struct doctor *doctor, const struct gate_config *config, struct error *error)
{
    enum status status = try_edition(doctor, config, error);

    if (status == STATUS_OK)
        status = try_sites(config, error);
    if (status == STATUS_OK)
        status = try_sockets(&config->listen, error);
    return status == STATUS_OK ? try_sockets(&config->clamd, error) : status;
}

/* ---- Its ports. */

static void check_port(struct doctor *doctor, const char *address)
{
    struct sockaddr_storage resolved;
    struct port_holder holder;

    if (!listen_resolve(address, &resolved) || !port_holder_find(&resolved, doctor->gate_file, &holder)
        || holder.likeness == PORT_GATE)
        return;
    if (holder.likeness == PORT_PERHAPS)
        doctor_tell(doctor, "port", DOCTOR_REMARK,
                    _("run guanka doctor as root, or as the user of that gate, to see which configuration it has"),
                    _("A gate listens at %s (process %d); whether it is the one of this configuration cannot be seen"),
                    address, holder.pid);
    else if (holder.pid != 0)
        doctor_tell(
            doctor, "port", DOCTOR_WRONG,
            _("stop that program, or change listen in the gate's configuration; where systemd listens for the gate "
              "(guanka-gate.socket), write listen: [systemd]"),
            _("The gate cannot listen at %s: %s (process %d) does"), address, holder.name, holder.pid);
    else
        doctor_tell(
            doctor, "port", DOCTOR_WRONG,
            _("see which, as root: ss -ltnp; stop that program, or change listen in the gate's configuration; where "
              "systemd listens for the gate (guanka-gate.socket), write listen: [systemd]"),
            _("The gate cannot listen at %s: a program of another user does"), address);
}

static void check_ports(struct doctor *doctor, const struct gate_listen_list *list)
{
    for (size_t index = 0; index < list->count; index++)
        check_port(doctor, list->items[index].address);
}

/* ---- TLS. */

static const char *words_of(enum tls_pair_fault fault)
{
    static const char *const words[] = {
        [TLS_PAIR_FITS] = "",
        [TLS_PAIR_NO_CERTIFICATE] = N_("there is no certificate in PEM in the file"),
        [TLS_PAIR_NO_KEY] = N_("there is no private key in PEM in the file that can be read without a password"),
        [TLS_PAIR_STRANGERS] = N_("the private key is that of another certificate"),
    };

    return _(words[fault]);
}

static void check_time(struct doctor *doctor, const char *path, const struct tls_pair *pair)
{
    enum { DAY_MS = 24 * 60 * 60 * 1000, REMARK_DAYS = 30 };
    const char *remedy = _("have it renewed, put the new one there, then: systemctl restart guanka-gate");
    int64_t now_ms = clock_wall_ms();
    long long days = (pair->until_ms - now_ms) / DAY_MS;

    if (pair->from_ms > now_ms)
        doctor_tell(doctor, "tls", DOCTOR_WRONG,
                    _("see whether the clock is right, and whether it is the right certificate"),
                    _("The certificate %s is not valid yet"), path);
    else if (pair->until_ms <= now_ms)
        doctor_tell(doctor, "tls", DOCTOR_WRONG, remedy, _("The certificate %s has expired"), path);
    else if (days < REMARK_DAYS)
        doctor_tell(doctor, "tls", DOCTOR_REMARK, remedy, _("The certificate %s expires in %lld days"), path, days);
    else
        doctor_tell(doctor, "tls", DOCTOR_FINE, NULL,
                    _("The certificate %s belongs to its key, and is valid for %lld days"), path, days);
}

static void check_tls(struct doctor *doctor, const struct gate_config *config)
{
    struct tls_pair pair;

    if (config->certificate_file == NULL)
        return;
    pair = tls_pair_look(buf_bytes(&config->certificate), buf_bytes(&config->key));
    if (pair.fault == TLS_PAIR_FITS)
        check_time(doctor, config->certificate_file, &pair);
    else
        doctor_tell(
            doctor, "tls", DOCTOR_WRONG,
            _("name the certificate (its own first, then those that lead to the authority) and its key, both as PEM, "
              "as tls in the gate's configuration"),
            _("The gate would not start: %s and %s: %s"), config->certificate_file, config->key_file,
            words_of(pair.fault));
}

void doctor_gate(struct doctor *doctor)
{
    struct gate_config config = { 0 };
    struct error error = { 0 };

    if (gate_config_read(doctor->gate_file, &config, &error) != STATUS_OK) {
        doctor_tell(doctor, "gate", DOCTOR_WRONG, _("mend the line that is named; where a file is named without one, put it there so that the gate's user can read it "
              "(docs/zh/审查网关.md)"),
                    _("The gate's configuration cannot be used: %s"), error.message);
    } else {
        if (try_gate(doctor, &config, &error) != STATUS_OK)
            doctor_tell(doctor, "gate", DOCTOR_WRONG,
                        _("put what is named where the configuration says, or change the configuration"),
                        _("The gate would not start with its configuration: %s"), error.message);
        else
            doctor_tell(doctor, "gate", DOCTOR_FINE, NULL, _("The gate's configuration %s can be used"),
                        doctor->gate_file);
        check_ports(doctor, &config.listen);
        check_ports(doctor, &config.clamd);
        check_tls(doctor, &config);
        doctor_store(doctor, config.store);
        doctor_log(doctor, config.log);
        doctor_secret(doctor, config.key_file);
        doctor_secret(doctor, config.webhook_key_file);
    }
    gate_config_free(&config);
}
