using OpsWorkflows.Bench;

var report = new Report();
var wanted = args.Where(arg => !arg.StartsWith('-')).DefaultIfEmpty("all").ToHashSet();
if (wanted.Except(["all", "burst", "expressions", "steps", "wal", "memory", "designer"]).Any())
{
    Console.Error.WriteLine("usage: dotnet run -c Release --project bench -- [all|burst|expressions|steps|wal|memory|designer]... [--write]");
    return 2;
}
if (Wants("burst"))
    BurstBench.Run(report);
if (Wants("expressions"))
    ExpressionBench.Run(report);
if (Wants("steps") || Wants("wal") || Wants("memory") || Wants("designer"))
{
    await using var office = await BenchOffice.OpenAsync();
    if (Wants("steps"))
        await StepsBench.RunAsync(report, office);
    if (Wants("wal"))
        await WalBench.RunAsync(report, office);
    if (Wants("memory"))
        await MemoryBench.RunAsync(report, office);
    if (Wants("designer"))
        await DesignerBench.RunAsync(report, office);
}
if (args.Contains("--write"))
    report.WriteTo(Path.Combine("docs", "benchmarks.md"));
return 0;

bool Wants(string name) => wanted.Contains("all") || wanted.Contains(name);
