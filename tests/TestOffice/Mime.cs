using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace OpsWorkflows.TestOffice;

/// <summary>A mail as its reader's program decodes it from the raw bytes: headers unfolded, encoded words and quoted-printable undone (RFC 2045, 2047).</summary>
public sealed partial class Mime
{
    readonly List<(string Name, string Value)> _headers = [];

    public Mime(string raw)
    {
        var end = raw.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        foreach (var line in Regex.Replace(raw[..end], "\r\n[ \t]+", " ", RegexOptions.None, TimeSpan.FromSeconds(1)).Split("\r\n"))
            _headers.Add((line[..line.IndexOf(':')], line[(line.IndexOf(':') + 1)..].Trim()));
        Body = Decoded(raw[(end + 4)..], Header("Content-Transfer-Encoding"));
    }

    public string Body { get; }

    public string Subject => Header("Subject");

    public IEnumerable<string> HeaderNames => _headers.Select(header => header.Name);

    public string Header(string name) => Words(_headers.Single(header => header.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Value);

    static string Decoded(string body, string encoding)
    {
        encoding.ShouldBe("quoted-printable");
        return Encoding.UTF8.GetString([.. Quoted(body.Replace("=\r\n", ""))]);
    }

    static string Words(string value) => EncodedWord().Replace(BetweenWords().Replace(value, "${end}"), word => Encoding.UTF8.GetString(
        word.Groups["how"].Value is "B" ? Convert.FromBase64String(word.Groups["text"].Value) : [.. Quoted(word.Groups["text"].Value.Replace('_', ' '))]));

    static IEnumerable<byte> Quoted(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '=')
            {
                yield return byte.Parse(text.AsSpan(i + 1, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
                i += 2;
            }
            else
                yield return (byte)text[i];
        }
    }

    [GeneratedRegex(@"=\?utf-8\?(?<how>[BQ])\?(?<text>[^?]*)\?=", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex EncodedWord();

    [GeneratedRegex(@"(?<end>\?=)\s+(?==\?)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex BetweenWords();
}
