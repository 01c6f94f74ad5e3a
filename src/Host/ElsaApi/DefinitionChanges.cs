using System.Text.Json.Nodes;
using OpsWorkflows.Definitions;
using OpsWorkflows.Host.Access;
using OpsWorkflows.Host.Errors;
using OpsWorkflows.Host.Localization;
using OpsWorkflows.Host.Procedures;

namespace OpsWorkflows.Host.ElsaApi;

/// <summary>Changes to procedures with their answers to Studio: a document, or 400 with sentences.</summary>
public sealed class DefinitionChanges(DefinitionEditor editor, DefinitionDocuments documents, KnownPeople people)
{
    /// <summary>In bytes: what Studio itself accepts of a file.</summary>
    public const int LargestDocument = 10_000_000;

    /// <param name="tab">The tab in which Studio saves; null for a script.</param>
    public Task<IResult> SaveAsync(JsonObject? model, bool publish, CurrentPerson person, string? tab, CancellationToken token) => ReadAsync(async () =>
        await AnswerAsync(await editor.SaveAsync(model ?? throw new DefinitionFormatException("$.model", FormatProblem.Missing), publish, person.Id, tab, token), done => SavedAsync(done, person, token), token));

    /// <param name="definitionId">The procedure that the document is for, whatever it says; null leaves it to the document.</param>
    public Task<IResult> ImportAsync(JsonObject? document, string? definitionId, CurrentPerson person, CancellationToken token) => ReadAsync(async () =>
    {
        if (document is not null && definitionId is not null)
        {
            document["definitionId"] = definitionId;
        }
        return await AnswerAsync(await editor.ImportAsync(document ?? throw new DefinitionFormatException("$", FormatProblem.Missing), mayPublish: true, person.Id, token),
            done => DocumentAsync(done, person, token), token);
    });

    /// <summary>Why a document is no definition, for who sent it.</summary>
    internal static string Sentence(DefinitionFormatException exception) =>
        Texts.Definitions["format", exception.Path, Texts.Definitions[$"format.{exception.Problem}", exception.Value]];

    static async Task<IResult> ReadAsync(Func<Task<IResult>> read)
    {
        try
        {
            return await read();
        }
        catch (DefinitionFormatException exception)
        {
            return ElsaErrors.Of("not-a-definition", Sentence(exception));
        }
    }

    public async Task<IResult> PublishAsync(string definitionId, CurrentPerson person, CancellationToken token) =>
        await AnswerAsync(await editor.PublishAsync(definitionId, person.Id, token), done => SavedAsync(done, person, token), token);

    public async Task<IResult> RetractAsync(string definitionId, CurrentPerson person, CancellationToken token) =>
        await AnswerAsync(await editor.RetractAsync(definitionId, person.Id, token), done => DocumentAsync(done, person, token), token);

    public async Task<IResult> RevertAsync(string definitionId, int version, CurrentPerson person, CancellationToken token) =>
        await AnswerAsync(await editor.RevertAsync(definitionId, version, person.Id, token), done => Done(TypedResults.Ok(DefinitionRow.Of(done.Version, person))), token);

    public async Task<IResult> DeleteAsync(string definitionId, CurrentPerson person, CancellationToken token) =>
        await AnswerAsync(await editor.DeleteAsync(definitionId, person.Id, token), _ => Done(TypedResults.NoContent()), token);

    public async Task<IResult> DeleteVersionAsync(string versionId, CurrentPerson person, CancellationToken token) =>
        await AnswerAsync(await editor.DeleteVersionAsync(versionId, person.Id, token), _ => Done(TypedResults.NoContent()), token);

    static Task<IResult> Done(IResult result) => Task.FromResult(result);

    async Task<IResult> SavedAsync(EditResult.Done done, CurrentPerson person, CancellationToken token) =>
        TypedResults.Ok(new SavedDefinition(await documents.MakeAsync(done.Version, person, token), done.WasPublished, done.Followers.Count, FindingTexts.Warnings(done.Findings)));

    async Task<IResult> DocumentAsync(EditResult.Done done, CurrentPerson person, CancellationToken token) =>
        TypedResults.Ok(await documents.MakeAsync(done.Version, person, token));

    async Task<IResult> AnswerAsync(EditResult result, Func<EditResult.Done, Task<IResult>> answer, CancellationToken token) => result switch
    {
        EditResult.Done done => await answer(done),
        EditResult.Refused { Code: EditRefusal.NotFound } => Problems.Of(Reason.NotFound),
        EditResult.Refused refused => ElsaErrors.Of(CodeOf(refused), await SentencesAsync(refused, token)),
        _ => throw new InvalidOperationException($"No answer for {result.GetType().Name}."),
    };

    static string CodeOf(EditResult.Refused refused) => refused.Code switch
    {
        EditRefusal.Deleted => "deleted",
        EditRefusal.EditedByOther => "edited-by-other",
        EditRefusal.Stale => "stale",
        EditRefusal.WouldEmpty => "would-empty",
        EditRefusal.CannotRun => "cannot-run",
        EditRefusal.NotPublished => "not-published",
        EditRefusal.InUse => "in-use",
        EditRefusal.OnlyVersion => "only-version",
        _ => throw new InvalidOperationException($"No answer for {refused.Code}."),
    };

    /// <summary>Why a change was refused, in the caller's language.</summary>
    public async Task<IReadOnlyList<string>> SentencesAsync(EditResult.Refused refused, CancellationToken token)
    {
        if (refused.Code == EditRefusal.NotFound)
        {
            return [Texts.Definitions["not-found"]];
        }
        if (refused.Code == EditRefusal.CannotRun)
        {
            return FindingTexts.Errors(refused.Findings);
        }
        var by = refused.By is { } id ? (await people.FindAsync(id, token))?.Name : null;
        var at = refused.At is { } moment ? DateTexts.Moment(moment) : "";
        return refused.Code == EditRefusal.InUse
            ? [Texts.Definitions["in-use", string.Join(", ", refused.Versions)]]
            : [Texts.Definitions[CodeOf(refused), by ?? Texts.Definitions["nobody"], at]];
    }
}
