using System.Text.Json.Nodes;
using OpsWorkflows.Activities;
using OpsWorkflows.Calendars;
using OpsWorkflows.Cases;
using OpsWorkflows.Definitions;
using OpsWorkflows.Engine;
using OpsWorkflows.Expressions;
using OpsWorkflows.Host.Access;
using OpsWorkflows.Host.Errors;
using OpsWorkflows.Host.Forms;
using OpsWorkflows.Host.Localization;
using OpsWorkflows.Instances;

namespace OpsWorkflows.Host.Cases;

/// <summary>The answer to the start of a case.</summary>
/// <param name="Status">open, or closed where the procedure ended at once.</param>
/// <param name="Warnings">What the starter should know, in sentences: open cases of the same family.</param>
public sealed record StartedCase(Guid Id, string CaseMark, string Status, IReadOnlyList<string> Warnings);

/// <summary>Starts cases: the starter takes the procedure's <c>startRole</c> on it, the answers to the start form become the case's inputs, and the family's data goes to the families on record.</summary>
public sealed class CaseStart(DefinitionStore definitions, FamilySql families, CaseSql cases, WorkflowRunner runner)
{
    const string FamilyName = "familyName", FamilyAddress = "familyAddress", ReceivedOn = "receivedOn", Urgent = "urgent";

    /// <param name="keyOf">Makes the request's key from what is kept of the answer; null when the request has none.</param>
    public async Task<Asked<StartedCase>> StartAsync(
        CurrentPerson starter, string definitionId, JsonObject given, Func<Started, RequestKey?> keyOf, CancellationToken token)
    {
        if (await definitions.FindPublishedCompiledAsync(definitionId, token) is not { } definition)
        {
            return Reason.NotFound;
        }
        var role = (ProcedureNames.Custom(definition, "startRole") as JsonValue)?.ToString() ?? Roles.SocialWorker;
        if (!starter.Has(role))
        {
            return new Reason(StatusCodes.Status403Forbidden, "not-allowed");
        }
        var form = FormViews.StartOf(definition).Form;
        var answers = Answers.Keep(form.Fields, given);
        if (form.Validate(answers, null) is { Count: > 0 } problems)
        {
            return Reason.Invalid(Answers.Errors(problems));
        }
        var family = await TakeFamilyAsync(answers, token);
        var started = new Started(Guid.CreateVersion7(), Warnings(family));
        var stimulus = new Stimulus.Started(started.Id, starter.Id, InputsOf(definition, answers), Case: new NewCase(
            family.Id, role, DayIn(answers) ?? OfficeTime.DateOf(family.Now), IsUrgent(answers), answers));
        return await runner.StartAsync(definitionId, stimulus, keyOf(started), token) switch
        {
            RunResult.Committed => await ReadAsync(started, token),
            RunResult.Repeated(_, var json) => await ReadAsync(RequestIdentity.ReadResponse<Started>(json), token),
            RunResult.Refused(var refusal) => refusal.ToReason(),
            var other => throw new InvalidOperationException($"A new case came to {other.GetType().Name}."),
        };
    }

    /// <summary>What is kept of the answer, for a repeat.</summary>
    public sealed record Started(Guid Id, IReadOnlyList<string> Warnings);

    async Task<KnownFamily> TakeFamilyAsync(JsonObject answers, CancellationToken token)
    {
        var (name, address) = (Take(FamilyName), Take(FamilyAddress));
        return await families.FindOrAddAsync(name.Length > 0 ? name : FamilySql.Unnamed, address, token);

        string Take(string field)
        {
            var text = answers[field]?.ToString() ?? "";
            answers.Remove(field);
            return string.Join(' ', text.Split(default(char[]), StringSplitOptions.RemoveEmptyEntries));
        }
    }

    static List<string> Warnings(KnownFamily family) =>
        [.. family.OpenCases.Select(mark => Texts.Cases["start.openCase", mark])];

    static Dictionary<string, Value> InputsOf(CompiledDefinition definition, JsonObject answers)
    {
        var inputs = new Dictionary<string, Value>(StringComparer.Ordinal);
        foreach (var input in definition.Definition.Inputs)
        {
            if (answers.TryGetPropertyValue(input.Name, out var answer) && answer is not null)
            {
                inputs[input.Name] = Value.From(answer);
            }
            else if (input.Type == "Boolean")
            {
                inputs[input.Name] = Value.Of(false);
            }
        }
        return inputs;
    }

    static DateOnly? DayIn(JsonObject answers) => DateOnly.TryParseExact(answers[ReceivedOn]?.ToString(), "yyyy-MM-dd", out var day) ? day : null;

    static bool IsUrgent(JsonObject answers) => answers[Urgent] is JsonValue value && value.TryGetValue(out bool urgent) && urgent;

    async Task<StartedCase> ReadAsync(Started started, CancellationToken token)
    {
        var (mark, status) = await cases.ReadStartAsync(started.Id, token);
        return new(started.Id, mark, status, started.Warnings);
    }
}
