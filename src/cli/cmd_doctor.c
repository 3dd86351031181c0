/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli/command.h"
#include "cli/complain.h"
#include "cli/doctor.h"
#include "cli/option.h"
#include "report/json.h"

struct doctor_command {
    struct doctor doctor;
    struct packs packs;
    bool wants_help, wants_version;
};

static const char *const formats[] = { "text", "json", NULL };
static const struct option_spec specs[] = {
    { "gate", '\0', "FILE", N_("the gate's configuration (default: /etc/guanka/gate.yaml where it is)") },
    { "sites", 's', "FILE", N_("the site file (default: /etc/guanka/sites.yaml where it is)") },
    PACKS_OPTION_RULES,
    PACKS_OPTION_LAYER,
    PACKS_OPTION_KEY,
    { "format", 'f', "FORMAT", N_("text or json, an object a line (default: text)") },
    { "lang", '\0', "zh|en", N_("language of messages (default: from the locale)") },
    { "help", 'h', NULL, N_("show this help") },
    { "version", 'V', NULL, N_("show the version") },
};

enum { SPEC_COUNT = sizeof specs / sizeof specs[0] };

static enum status take(void *context, const struct option_spec *spec, const char *value, struct error *error)
{
    struct doctor_command *command = context;
    size_t format = 0;
    enum status status = STATUS_OK;

    if (strcmp(spec->name, "gate") == 0)
        command->doctor.gate_file = value;
    else if (spec->letter == 's')
        command->doctor.sites_file = value;
    else if (spec->letter == 'f')
        status = option_choice(spec, value, formats, &format, error);
    else if (spec->letter == 'h')
        command->wants_help = true;
    else if (spec->letter == 'V')
        command->wants_version = true;
    else if (strcmp(spec->name, "lang") != 0)
        status = packs_take(&command->packs, spec, value);
    if (spec->letter == 'f')
        command->doctor.is_json = format == 1;
    return status;
}

static int show_help(void)
{
    option_show_help(
        _("Usage: guanka doctor [--gate FILE] [--sites FILE] [OPTIONS]\n"
          "\n"
          "Checks whether guanka would work as it is installed here: rules, cache, the program that reads\n"
          "documents and its sandbox, charsets, clock, memory, disks, and what its configuration names. Says\n"
          "of each fault what to do. Run it as the user that runs guanka.\n"
          "\n"
          "Options:\n"),
        specs, SPEC_COUNT, _("\nExit status: 0 nothing is wrong, 1 something is, 2 usage error.\n"));
    return EXIT_CLEAN;
}

static void tell_sum(const struct doctor *doctor)
{
    struct buf out = BUF_INIT(1 << 10);

    if (!doctor->is_json) {
        printf(_("%zu checks: %zu wrong, %zu remarks\n"),
               doctor->counts[DOCTOR_FINE] + doctor->counts[DOCTOR_REMARK] + doctor->counts[DOCTOR_WRONG],
               doctor->counts[DOCTOR_WRONG], doctor->counts[DOCTOR_REMARK]);
        return;
    }
    buf_byte(&out, '{');
    json_text(&out, "type", "summary");
    json_number(&out, "fine", doctor->counts[DOCTOR_FINE]);
    json_number(&out, "remarks", doctor->counts[DOCTOR_REMARK]);
    json_number(&out, "wrong", doctor->counts[DOCTOR_WRONG]);
    buf_text(&out, "}\n");
    fwrite(out.data, 1, out.size, stdout);
    buf_free(&out);
}

static int examine(struct doctor_command *command, const struct config *config)
{
    static const char gate[] = "/etc/guanka/gate.yaml", sites[] = "/etc/guanka/sites.yaml";
    struct doctor *doctor = &command->doctor;

    doctor->config = config;
    doctor->packs = &command->packs;
    if (doctor->gate_file == NULL && access(gate, F_OK) == 0)
        doctor->gate_file = gate;
    if (doctor->sites_file == NULL && access(sites, F_OK) == 0)
        doctor->sites_file = sites;
    doctor_run(doctor);
    tell_sum(doctor);
    return doctor->counts[DOCTOR_WRONG] > 0 ? EXIT_FOUND : EXIT_CLEAN;
}

static int doctor(const struct config *config, int argc, char **argv)
{
    struct doctor_command command = { 0 };
    struct error error = { 0 };
    int first, exit_status;

    if (option_parse(specs, SPEC_COUNT, argc, argv, &first, &command, &error, take) != STATUS_OK) {
        complain_of(&error);
        exit_status = EXIT_TROUBLE;
    } else if (command.wants_help) {
        exit_status = show_help();
    } else if (command.wants_version) {
        exit_status = printf("guanka %s\n", GUANKA_VERSION) > 0 ? EXIT_CLEAN : EXIT_TROUBLE;
    } else if (first < argc) {
        complain(_("guanka: doctor takes no operand: %s\n"), argv[first]);
        exit_status = EXIT_TROUBLE;
    } else {
        exit_status = examine(&command, config);
    }
    packs_free(&command.packs);
    return exit_status;
}

const struct command cmd_doctor = { .name = "doctor",
                                    .summary = N_("check the installation, and say what to do about faults"),
                                    .run = doctor };
