/* SPDX-License-Identifier: Apache-2.0 */
#include "gate/json_tree.h"

#include <simdjson.h>

#include <cstring>
#include <string_view>

namespace
{

json_t *tree_of(simdjson::dom::element element);

/* simdjson lets a lone low surrogate through as three bytes that are no UTF-8. */
bool is_text(std::string_view text)
{
    return std::memchr(text.data(), '\0', text.size()) == nullptr && simdjson::validate_utf8(text.data(), text.size());
}

json_t *text_of(std::string_view text)
{
    return is_text(text) ? json_stringn_nocheck(text.data(), text.size()) : nullptr;
}

/* Takes `value`, which may be NULL. */
bool put(json_t *object, std::string_view name, json_t *value)
{
    /* What follows a name in simdjson's buffer is a NUL. */
    if (value != nullptr && is_text(name) && json_object_get(object, name.data()) == nullptr)
        return json_object_set_new_nocheck(object, name.data(), value) == 0;
    json_decref(value);
    return false;
}

json_t *object_of(simdjson::dom::object members)
{
    json_t *object = json_object();

    for (const simdjson::dom::key_value_pair member : members) {
        if (!put(object, member.key, tree_of(member.value))) {
            json_decref(object);
            return nullptr;
        }
    }
    return object;
}

json_t *array_of(simdjson::dom::array elements)
{
    json_t *array = json_array();

    for (const simdjson::dom::element element : elements) {
        if (json_array_append_new(array, tree_of(element)) != 0) {
            json_decref(array);
            return nullptr;
        }
    }
    return array;
}

/* The kinds are asked for before the values, so that none of the values can be missing. */
json_t *tree_of(simdjson::dom::element element)
{
    switch (element.type()) {
    case simdjson::dom::element_type::OBJECT:
        return object_of(element.get_object().value_unsafe());
    case simdjson::dom::element_type::ARRAY:
        return array_of(element.get_array().value_unsafe());
    case simdjson::dom::element_type::STRING:
        return text_of(element.get_string().value_unsafe());
    case simdjson::dom::element_type::INT64:
        return json_integer(element.get_int64().value_unsafe());
    case simdjson::dom::element_type::DOUBLE:
        return json_real(element.get_double().value_unsafe());
    case simdjson::dom::element_type::BOOL:
        return json_boolean(element.get_bool().value_unsafe());
    case simdjson::dom::element_type::NULL_VALUE:
        return json_null();
    case simdjson::dom::element_type::UINT64: /* over 2^63, which jansson refuses */
        return nullptr;
    }
    return nullptr;
}

} // namespace

json_t *json_tree_quickly(const uint8_t *json, size_t size)
{
    try {
        simdjson::dom::parser parser;
        simdjson::dom::element root;

        if (parser.parse(json, size, true).get(root) != simdjson::SUCCESS || !(root.is_object() || root.is_array()))
            return nullptr;
        return tree_of(root);
    } catch (...) {
        return nullptr;
    }
}
