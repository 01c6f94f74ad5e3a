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

    public async Task<IResult> SaveAsync(JsonObject? model, bool publish, CurrentPerson person, CancellationToken token)
    {
        try
        {
            return await AnswerAsync(await editor.SaveAsync(model ?? throw new DefinitionFormatException("$.model", "is missing"), person.Id, token), person, token);
        }
        catch (DefinitionFormatException exception)
        {
            return ElsaErrors.Of("not-a-definition", Texts.Definitions["format", exception.Path, exception.Reason]);
        }
    }

    async Task<IResult> AnswerAsync(EditResult result, CurrentPerson person, CancellationToken token) => result switch
    {
        EditResult.Done done => TypedResults.Ok(new SavedDefinition(await documents.MakeAsync(done.Version, person, token), done.WasPublished, 0)),
        EditResult.Refused refused => await RefuseAsync(refused, token),
        _ => throw new InvalidOperationException($"No answer for {result.GetType().Name}."),
    };

    async Task<IResult> RefuseAsync(EditResult.Refused refused, CancellationToken token)
    {
        var by = refused.By is { } id ? (await people.FindAsync(id, token))?.Name : null;
        by ??= Texts.Definitions["nobody"];
        var at = refused.At is { } moment ? DateTexts.Moment(moment) : "";
        return refused.Code switch
        {
            EditRefusal.NotFound => Problems.Of(Reason.NotFound),
            EditRefusal.EditedByOther => ElsaErrors.Of("edited-by-other", Texts.Definitions["edited-by-other", by, at]),
            EditRefusal.Stale => ElsaErrors.Of("stale", Texts.Definitions["stale", by, at]),
            EditRefusal.WouldEmpty => ElsaErrors.Of("would-empty", Texts.Definitions["would-empty"]),
            EditRefusal.CannotRun => ElsaErrors.Of("cannot-run", FindingTexts.Sentences(refused.Findings)),
            EditRefusal.NotPublished => ElsaErrors.Of("not-published", Texts.Definitions["not-published"]),
            EditRefusal.InUse => ElsaErrors.Of("in-use", Texts.Definitions["in-use", string.Join(", ", refused.Versions)]),
            _ => throw new InvalidOperationException($"No answer for {refused.Code}."),
        };
    }
}
