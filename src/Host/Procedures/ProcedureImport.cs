using OpsWorkflows.Definitions;

namespace OpsWorkflows.Host.Procedures;

/// <summary>Brings the shipped procedures into the engine.</summary>
public static class ProcedureImport
{
    /// <summary>Imports the folders beside the program; a second host, or a second start, changes nothing.</summary>
    /// <exception cref="ImportRefusedException">A shipped procedure cannot run.</exception>
    public static async Task ImportProceduresAsync(this WebApplication app, CancellationToken token) =>
        await app.Services.GetRequiredService<DefinitionImport>().ImportAsync(Path.Combine(AppContext.BaseDirectory, "workflows"), token);
}
