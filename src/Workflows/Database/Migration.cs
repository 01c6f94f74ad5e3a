using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;

namespace OpsWorkflows.Database;

/// <summary>One numbered step of the schema, forward only; once released its text never changes.</summary>
public sealed record Migration(int Number, string Name, string Sql)
{
    /// <summary>SHA-256 of the text, the same whatever line ends it was checked out with.</summary>
    public string Checksum { get; } =
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Sql.ReplaceLineEndings("\n"))));

    public string FileName => $"{Number:000}-{Name}.sql";

    /// <summary>The migrations of this program, from <c>Migrations/NNN-name.sql</c>, in order.</summary>
    public static IReadOnlyList<Migration> Shipped { get; } = ReadShipped(typeof(Migration).Assembly);

    static List<Migration> ReadShipped(Assembly assembly)
    {
        const string Folder = "Migrations/";
        return [.. assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Folder, StringComparison.Ordinal))
            .Select(name => FromFile(name[Folder.Length..], ReadText(assembly, name)))
            .OrderBy(migration => migration.Number)];
    }

    /// <summary>A file name that is not <c>NNN-name.sql</c> is a <see cref="FormatException"/>.</summary>
    public static Migration FromFile(string fileName, string sql)
    {
        var dash = fileName.IndexOf('-');
        if (dash != 3 || !fileName.EndsWith(".sql", StringComparison.Ordinal)
            || !int.TryParse(fileName[..dash], NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            throw new FormatException($"The migration {fileName} must be named NNN-name.sql.");
        }
        return new(number, fileName[(dash + 1)..^4], sql);
    }

    static string ReadText(Assembly assembly, string name)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
