# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
#
# Completion of guanka's commands, subcommands and options for bash (and zsh: autoload -U bashcompinit). It asks the program's
# own help, so that it never says what the program does not have.

# Commands, or the subcommands of $1: what begins the lines of a usage, or the list that the help gives.
_guanka_words() {
    if [ -z "$1" ]; then
        guanka help --lang en 2>/dev/null | sed -n 's/^  \([a-z][a-z-]*\)  .*/\1/p'
    else
        guanka "$1" --lang en --help 2>/dev/null | sed -n "/^Options:/q
            s/^\(Usage:\|      \) guanka $1 \(--[a-z]* [A-Z]* \)*\([a-z|-]*\).*/\3/p
            s/^  \([a-z][a-z-]*\)\( .*\)*\$/\1/p" | tr '|' '\n' | grep -E '^[a-z][a-z-]*$' | sort -u
    fi
}

_guanka_options() {
    guanka "$1" --lang en --help 2>/dev/null | grep -oE -- '--[a-z][a-z-]+' | sort -u
}

_guanka() {
    local word=${COMP_WORDS[COMP_CWORD]} command= index
    for ((index = 1; index < COMP_CWORD; index++)); do
        case ${COMP_WORDS[index]} in
        -*) ;;
        *) command=${COMP_WORDS[index]} && break ;;
        esac
    done
    COMPREPLY=()
    case $word in
    -*) mapfile -t COMPREPLY < <(compgen -W "$(_guanka_options "$command")" -- "$word") ;;
    *)
        [ -z "$command" ] && mapfile -t COMPREPLY < <(compgen -W "$(_guanka_words '')" -- "$word")
        # A subcommand follows the command, or the file that it always needs.
        [ -n "$command" ] && mapfile -t COMPREPLY < <(compgen -W "$(_guanka_words "$command")" -- "$word")
        [ "${#COMPREPLY[@]}" -gt 0 ] || mapfile -t COMPREPLY < <(compgen -f -- "$word")
        ;;
    esac
}
complete -o filenames -F _guanka guanka
