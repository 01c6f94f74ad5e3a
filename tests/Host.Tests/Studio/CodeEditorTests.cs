using System.Globalization;
using System.Text.RegularExpressions;
using OpsWorkflows.TestOffice;

namespace OpsWorkflows.Host.Tests.Studio;

/// <summary>The Polish of the code editor, which looks messages up by numbers of the shipped version.</summary>
[Collection(ApiOffice.Collection)]
public sealed partial class CodeEditorTests(ApiOffice office)
{
    static readonly string[] Lines =
    [
        .. File.ReadLines(Repository.PathOf("src", "Host", "wwwroot", "code-editor.pl.js"))
            .SkipWhile(line => !line.EndsWith('{')).Skip(1).TakeWhile(line => line != "})"),
    ];

    static (int Number, string Polish, string English) Read(string line)
    {
        var message = Message().Match(line);
        message.Success.ShouldBeTrue(line);
        return (Number(message), Regex.Unescape(message.Groups["polish"].Value), Regex.Unescape(message.Groups["english"].Value));
    }

    /// <summary>What the editor itself says under each number.</summary>
    static ILookup<int, string> Shipped()
    {
        var folder = Repository.PathOf("src", "Host", "node_modules", "@elsa-workflows", "elsa-studio-wasm", "_content", "BlazorMonaco", "lib", "monaco-editor", "min", "vs");
        var source = File.ReadAllText(Directory.GetFiles(folder, "editor.api-*.js").ShouldHaveSingleItem());
        return ShippedMessage().Matches(source.ReplaceLineEndings("\n")).ToLookup(Number, message => Regex.Unescape(message.Groups["text"].Value[1..^1]));
    }

    static int Number(Match message) => int.Parse(message.Groups["number"].Value, CultureInfo.InvariantCulture);

    [Fact]
    public void Every_message_stands_under_the_number_that_the_shipped_editor_gives_it()
    {
        var shipped = Shipped();

        var strange = Lines.Select(Read).Where(message => !shipped[message.Number].Any(text => text.TrimEnd() == message.English)).Select(message => $"{message.Number}: {message.English}");

        Lines.ShouldNotBeEmpty();
        strange.ShouldBeEmpty();
    }

    [Fact]
    public void Every_message_keeps_the_places_to_fill_and_the_spaces_around()
    {
        var shipped = Shipped();

        var different = Lines.Select(Read).Where(message => !shipped[message.Number].Any(text => Shape(text) == Shape(message.Polish))).Select(message => $"{message.Number}: {message.Polish}");

        different.ShouldBeEmpty();
    }

    static string Shape(string text) =>
        $"{text.StartsWith(' ')} {string.Join(' ', PlaceToFill().Matches(text).Select(place => place.Value).Order(StringComparer.Ordinal))} {text.EndsWith(' ')}";

    [Fact]
    public async Task The_editor_finds_its_Polish_before_it_starts_on_a_Polish_page_and_none_on_an_English_one()
    {
        using var browser = office.Host.NewClient();
        using var signedIn = await browser.SignInOnPageAsync("procedure-manager@demo.example", SigningIn.Password);
        var designer = $"/procedures/{HomeVisit.Id}/designer";

        var polish = await browser.GetStringAsync(designer);
        using var switched = await browser.SubmitAsync(designer, new Dictionary<string, string> { ["language"] = "en", ["returnUrl"] = designer }, "/language");
        var english = await browser.GetStringAsync(designer);

        var address = ScriptAddress().Match(polish);
        address.Success.ShouldBeTrue(polish);
        address.Index.ShouldBeLessThan(polish.IndexOf("/monaco-editor/", StringComparison.Ordinal));
        using var script = await browser.GetAsync(address.Value);
        (script.Content.Headers.ContentType!.MediaType, script.Headers.CacheControl!.MaxAge).ShouldBe(("text/javascript", TimeSpan.FromDays(365)));
        english.ShouldContain("/monaco-editor/");
        english.ShouldNotContain("code-editor.pl");
    }

    [GeneratedRegex("""^  (?<number>\d+): '(?<polish>(?:[^'\\]|\\n)+)', // (?<english>.+)$""", RegexOptions.None, 1000)]
    private static partial Regex Message();

    [GeneratedRegex("""[\w$]\((?<number>\d+),(?<text>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`(?:[^`\\]|\\.)*`)""", RegexOptions.Singleline, 10_000)]
    private static partial Regex ShippedMessage();

    [GeneratedRegex(@"\{\d\}", RegexOptions.None, 1000)]
    private static partial Regex PlaceToFill();

    [GeneratedRegex("""/code-editor\.pl\.js\?v=[^"]+""", RegexOptions.None, 1000)]
    private static partial Regex ScriptAddress();
}
