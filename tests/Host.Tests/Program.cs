using Microsoft.Extensions.Logging.Abstractions;
using OpsWorkflows.Host;

namespace OpsWorkflows.Host.Tests;

/// <summary>A host reduced to its PostgreSQL, run as a process of its own by a test that kills it.</summary>
static class Program
{
    public static async Task Main(string[] arguments)
    {
        await using var postgres = await EmbeddedPostgres.StartAsync(new() { DataDirectory = arguments[0], Durable = false }, NullLogger.Instance);
        Console.WriteLine(postgres.ProcessId);
        Console.Read();
    }
}
