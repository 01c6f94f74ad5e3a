using System.Globalization;
using System.Text;

namespace OpsWorkflows.Expressions;

/// <summary>JSON.stringify: compact, letters of any language as they are.</summary>
static class JsonText
{
    public static string Of(in Value value)
    {
        var text = new StringBuilder();
        Append(text, value);
        return text.ToString();
    }

    static void Append(StringBuilder text, in Value value)
    {
        switch (value.Kind)
        {
            case ValueKind.Number when double.IsFinite(value.Raw): text.Append(NumberText.Format(value.Raw)); break;
            case ValueKind.Boolean: text.Append(value.AsText()); break;
            case ValueKind.Text or ValueKind.Date or ValueKind.Instant: AppendQuoted(text, value.AsText()); break;
            case ValueKind.List: AppendList(text, value); break;
            case ValueKind.Map: AppendMap(text, value); break;
            default: text.Append("null"); break;
        }
    }

    static void AppendList(StringBuilder text, in Value list)
    {
        text.Append('[');
        for (var i = 0; i < list.Count; i++)
        {
            if (i > 0)
            {
                text.Append(',');
            }
            Append(text, list[i]);
        }
        text.Append(']');
    }

    static void AppendMap(StringBuilder text, in Value map)
    {
        text.Append('{');
        var first = true;
        foreach (var (name, value) in map.Entries)
        {
            if (value.Kind == ValueKind.Undefined)
            {
                continue;
            }
            if (!first)
            {
                text.Append(',');
            }
            first = false;
            AppendQuoted(text, name);
            text.Append(':');
            Append(text, value);
        }
        text.Append('}');
    }

    static void AppendQuoted(StringBuilder text, string content)
    {
        text.Append('"');
        for (var i = 0; i < content.Length; i++)
        {
            var c = content[i];
            switch (c)
            {
                case '"': text.Append("\\\""); break;
                case '\\': text.Append("\\\\"); break;
                case '\n': text.Append("\\n"); break;
                case '\r': text.Append("\\r"); break;
                case '\t': text.Append("\\t"); break;
                case '\b': text.Append("\\b"); break;
                case '\f': text.Append("\\f"); break;
                default:
                    if (c < ' ')
                    {
                        text.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));
                    }
                    else
                    {
                        // Half a surrogate pair, which JavaScript escapes, is what neither .NET's readers nor PostgreSQL take.
                        text.Append(IsLoneSurrogate(content, i) ? '\uFFFD' : c);
                    }
                    break;
            }
        }
        text.Append('"');
    }

    static bool IsLoneSurrogate(string content, int at) => char.IsSurrogate(content[at]) && (char.IsHighSurrogate(content[at])
        ? at + 1 == content.Length || !char.IsLowSurrogate(content[at + 1])
        : at == 0 || !char.IsHighSurrogate(content[at - 1]));
}
