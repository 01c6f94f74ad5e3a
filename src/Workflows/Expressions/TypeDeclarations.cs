using System.Text;

namespace OpsWorkflows.Expressions;

/// <summary>
/// Something that a script may use. <paramref name="Owner"/> is the namespace of a function (<c>Math</c>), the TypeScript interface of a
/// method (<c>String</c>, <c>Array&lt;T&gt;</c>) or null for a global; name and signature together are its declaration.
/// </summary>
public sealed record LibraryEntry(string? Owner, string Name, string Signature, bool IsMethod);

/// <summary>
/// The subset as TypeScript declarations, from the same tables that the parser looks names up in: what an editor completes by them parses here,
/// and the names of JavaScript that are not among them are errors in the editor too.
/// </summary>
public static class TypeDeclarations
{
    public static IReadOnlyList<LibraryEntry> Library { get; } =
    [
        .. Function.All.Values.Select(static function => function.Name.Split('.') is [var space, var name]
            ? new LibraryEntry(space, name, function.Signature, false)
            : new LibraryEntry(null, function.Name, function.Signature, false)).OrderBy(static entry => entry.Owner, StringComparer.Ordinal).ThenBy(static entry => entry.Name, StringComparer.Ordinal),
        .. Method.All.Select(static method => new LibraryEntry(InterfaceOf(method.Receiver), method.Name, method.Signature, true)),
    ];

    static string InterfaceOf(Receiver receiver) => receiver switch
    {
        Receiver.Text => "String",
        Receiver.List => "Array<T>",
        Receiver.Number => "Number",
        Receiver.Date => "Date",
        _ => "Object",
    };

    /// <summary>The text of a .d.ts file without anything of a definition: it replaces the editor's own library.</summary>
    public static string Text { get; } = Write();

    static string Write()
    {
        var text = new StringBuilder("/// <reference no-default-lib=\"true\"/>\n");
        Interfaces(text);
        foreach (var space in Library.Where(static entry => !entry.IsMethod && entry.Owner is not null).GroupBy(static entry => entry.Owner!))
        {
            Namespace(text, space.Key, [.. space]);
        }
        foreach (var function in Library.Where(static entry => !entry.IsMethod && entry.Owner is null && entry.Name != "Number"))
        {
            text.Append($"declare function {function.Name}{function.Signature};\n");
        }
        return text.ToString();
    }

    /// <summary>The types that TypeScript asks every library for, with the members that values have here.</summary>
    static void Interfaces(StringBuilder text)
    {
        Interface(text, "Object", null);
        Interface(text, "String", "  readonly length: number;\n  readonly [index: number]: string;\n");
        Interface(text, "Number", null);
        Interface(text, "Date", null);
        Interface(text, "Array<T>", "  readonly length: number;\n  readonly [index: number]: T;\n");
        text.Append("interface Boolean {}\ninterface Function {}\ninterface CallableFunction extends Function {}\ninterface NewableFunction extends Function {}\n");
        text.Append("interface IArguments {}\ninterface RegExp {}\ninterface ReadonlyArray<T> extends Array<T> {}\ninterface TemplateStringsArray {}\n");
        text.Append("declare const NaN: number;\ndeclare const Infinity: number;\n");
        text.Append($"interface DateConstructor {{\n  new{DateFunctions.New.Signature};\n  now(): number;\n}}\ndeclare const Date: DateConstructor;\n");
    }

    static void Interface(StringBuilder text, string name, string? more)
    {
        text.Append($"interface {name} {{\n{more}");
        foreach (var method in Library.Where(entry => entry.IsMethod && entry.Owner == name))
        {
            text.Append($"  {method.Name}{method.Signature};\n");
        }
        text.Append("}\n");
    }

    static void Namespace(StringBuilder text, string name, IReadOnlyList<LibraryEntry> functions)
    {
        if (name == "Date")
        {
            return;
        }
        text.Append($"interface {name}Library {{\n");
        if (name == "Number")
        {
            text.Append($"  {Function.All[name].Signature};\n");
        }
        foreach (var function in functions)
        {
            text.Append($"  {function.Name}{function.Signature};\n");
        }
        text.Append($"}}\ndeclare const {name}: {name}Library;\n");
    }
}
