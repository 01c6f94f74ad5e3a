using System.Text.RegularExpressions;
using System.Xml.Linq;
using OpsWorkflows.TestOffice;

namespace OpsWorkflows.Host.Tests.Localization;

public partial class ResourceTests
{
    static readonly string Folder = Repository.PathOf("src", "Host", "Resources");

    public static TheoryData<string> Areas => [.. Directory.GetFiles(Folder, "*.resx").Select(Path.GetFileNameWithoutExtension).OfType<string>().Where(name => !name.Contains('.', StringComparison.Ordinal))];

    static Dictionary<string, string> Read(string name) => XDocument.Load(Path.Combine(Folder, name + ".resx")).Root!
        .Elements("data").ToDictionary(data => (string)data.Attribute("name")!, data => (string)data.Element("value")!, StringComparer.Ordinal);

    /// <summary>Forms that only Polish has after a number (2 dni robocze), and articles of acts, which have Polish names everywhere.</summary>
    static bool IsPolishOnly(string key) => key.EndsWith(".Few", StringComparison.Ordinal) || key.StartsWith("article.", StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(Areas))]
    public void Every_text_is_there_in_both_languages_with_the_same_places_to_fill(string area)
    {
        var polish = Read(area);
        var english = Read(area + ".en");

        english.Keys.Order(StringComparer.Ordinal).ShouldBe(polish.Keys.Where(key => !IsPolishOnly(key)).Order(StringComparer.Ordinal));
        polish.Values.Concat(english.Values).ShouldAllBe(text => !string.IsNullOrEmpty(text));
        english.Keys.ShouldAllBe(key => Places(english[key]) == Places(polish[key]));
    }

    [Fact]
    public void Every_text_that_the_program_names_is_there()
    {
        var missing = new List<string>();
        foreach (var file in Directory.GetFiles(Repository.PathOf("src", "Host"), "*.cs*", SearchOption.AllDirectories).Where(IsSource))
        {
            foreach (Match use in TextUses().Matches(File.ReadAllText(file)))
            {
                var (area, key) = (use.Groups["area"].Value, use.Groups["key"].Value);
                if (!File.Exists(Path.Combine(Folder, area + ".resx")) || !Read(area).ContainsKey(key))
                {
                    missing.Add($"{Path.GetFileName(file)}: {area} {key}");
                }
            }
        }
        missing.ShouldBeEmpty();
    }

    static bool IsSource(string file) =>
        !new[] { "bin", "obj", "node_modules" }.Any(folder => file.Contains($"{Path.DirectorySeparatorChar}{folder}{Path.DirectorySeparatorChar}", StringComparison.Ordinal));

    static string Places(string text) => string.Join(' ', PlaceToFill().Matches(text).Select(match => match.Value).Distinct().Order(StringComparer.Ordinal));

    [GeneratedRegex(@"\{\d", RegexOptions.None, 1000)]
    private static partial Regex PlaceToFill();

    [GeneratedRegex("""Texts\.(?<area>\w+)(?:\[|\.Find\()"(?<key>[^"{}]+)"[\],)]""", RegexOptions.None, 1000)]
    private static partial Regex TextUses();
}
