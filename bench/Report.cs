using System.Text;

namespace OpsWorkflows.Bench;

/// <summary>The figures of a run, printed as they come and kept as the tables of <c>docs/benchmarks.md</c>.</summary>
sealed class Report
{
    private const string Begin = "<!-- figures of the last run: written by bench -->", End = "<!-- end of figures -->";

    private readonly StringBuilder _text = new();

    public void Section(string title)
    {
        Line("");
        Line($"### {title}");
        Line("");
        Line("| measure | figure | goal |");
        Line("|---|---|---|");
    }

    public void Add(string measure, string figure, string goal = "") => Line($"| {measure} | {figure} | {goal} |");

    /// <summary>A progress line for who waits; not kept.</summary>
    public static void Say(string text) => Console.Error.WriteLine(text);

    private void Line(string line)
    {
        Console.WriteLine(line);
        _text.Append(line).Append('\n');
    }

    /// <summary>Replaces the figures in the page.</summary>
    public void WriteTo(string page)
    {
        var text = File.ReadAllText(page);
        var from = text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        var to = text.IndexOf(End, StringComparison.Ordinal);
        File.WriteAllText(page, text[..from] + "\n" + _text + "\n" + text[to..]);
    }
}
