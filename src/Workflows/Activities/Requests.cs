using System.Globalization;
using System.Text.Json.Nodes;
using OpsWorkflows.Expressions;
using OpsWorkflows.Instances;
using OpsWorkflows.Outbox;

namespace OpsWorkflows.Activities;

/// <summary>Asks another system over HTTP once the commit is done, and goes on with its answer.</summary>
public abstract class HttpRequestActivity : Activity
{
    private static readonly string[] Methods = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];

    public override ActivityCategory? Category => ActivityCategory.Events;
    internal override bool SpendsWait => true;
    public override IReadOnlyList<ActivityOutput> Outputs { get; } = [new("ParsedContent"), new("StatusCode", "Int32"), new("ResponseHeaders", "ObjectDictionary")];

    protected static IReadOnlyList<ActivityInput> InputsWith(ActivityInput expectedStatusCodes) =>
    [
        new("url", Required: true) { Type = "String" },
        new("method") { Editor = Editors.DropDown, Values = Methods, Default = "GET" },
        new("content") { Type = "Object", Editor = Editors.MultiLine },
        new("contentType") { Editor = Editors.DropDown, Values = ["application/json", "text/plain", "application/xml", "application/x-www-form-urlencoded"] },
        new("authorization"),
        new("requestHeaders") { Type = "ObjectDictionary", Editor = Editors.Json, Syntax = "Object" },
        expectedStatusCodes,
    ];

    internal const string Expected = "expectedStatusCodes";

    private const string KeyPrefix = "request:";

    /// <summary>What an answer looks for.</summary>
    internal static string KeyOf(Guid requestId) => KeyPrefix + requestId.ToString("N");

    /// <summary>The request that a wait is for; null when it is for something else.</summary>
    internal static Guid? RequestOf(string? key) => key?.StartsWith(KeyPrefix, StringComparison.Ordinal) == true ? Guid.ParseExact(key[KeyPrefix.Length..], "N") : null;

    /// <summary>Goes on by the status code of an answer.</summary>
    protected abstract void Continue(BurstRun run, Execution execution, int statusCode);

    /// <summary>Goes on when there was no answer.</summary>
    /// <returns>False when nothing was drawn for that: the activity fails.</returns>
    protected abstract bool ContinueWithout(BurstRun run, Execution execution, RequestFailure failure);

    public override void Execute(BurstRun run, Execution execution)
    {
        var url = run.Text(execution, "url") ?? throw new ActivityFault("the request has no address");
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
            throw new ActivityFault("the address of the request is not one that begins with https://");
        var method = run.Text(execution, "method")?.ToUpperInvariant() ?? "GET";
        if (!Methods.Contains(method))
            throw new ActivityFault($"'{method}' is not a method of a request");
        var headers = run.Map(execution, "requestHeaders").ToDictionary(header => header.Key, header => TextOf(header.Value), StringComparer.OrdinalIgnoreCase);
        if (run.Text(execution, "authorization") is { } authorization)
            headers["Authorization"] = authorization;
        var content = run.Input(execution, "content");
        var text = Coerce.ToText(content);
        run.Request(execution, new OutboxRequest(run.NextRowId(), execution.Node.Id, method, address.AbsoluteUri, headers,
            text.Length == 0 ? null : run.Text(execution, "contentType") ?? (content.IsText ? "text/plain" : "application/json"),
            text.Length == 0 ? null : text));
    }

    /// <summary>Elsa keeps a header as one text or as a list of them.</summary>
    private static string TextOf(Value header) => header.Kind == ValueKind.List ? string.Join(", ", header.Items.Select(Coerce.ToText)) : Coerce.ToText(header);

    public override void Resume(BurstRun run, Execution execution, Value payload)
    {
        if (run.Stimulus is not Stimulus.RequestAnswered { Answer: var answer })
        {
            run.Complete(execution);
            return;
        }
        if (answer.StatusCode is not { } statusCode)
        {
            if (answer.Failure == RequestFailure.NotAllowed || !ContinueWithout(run, execution, answer.Failure ?? RequestFailure.FailedToConnect))
                throw new ActivityFault(answer.Message ?? "the request was not answered");
            return;
        }
        run.SetOutput(execution, "StatusCode", Value.Of(statusCode));
        run.SetOutput(execution, "ParsedContent", answer.Content);
        run.SetOutput(execution, "ResponseHeaders", answer.Headers);
        Continue(run, execution, statusCode);
    }
}

/// <summary>Asks another system and runs what is drawn inside for the status code of its answer.</summary>
public sealed class SendHttpRequest : HttpRequestActivity
{
    public override string Type => "Elsa.SendHttpRequest";
    public override bool IsContainer => true;
    public override IReadOnlyList<ActivityPort> Ports { get; } =
        [new("UnmatchedStatusCode", IsEmbedded: true), new("FailedToConnect", IsEmbedded: true), new("Timeout", IsEmbedded: true), new("Done")];

    public override IReadOnlyList<ActivityInput> Inputs { get; } = InputsWith(new(Expected) { Type = "Object", Editor = Editors.StatusCodes, IsWrapped = false });

    protected override void Continue(BurstRun run, Execution execution, int statusCode)
    {
        var expected = execution.Node.Json[Expected] as JsonArray ?? [];
        var match = expected.ToList().FindIndex(one => one is JsonObject item && item["statusCode"]?.ToString() == statusCode.ToString(CultureInfo.InvariantCulture));
        Run(run, execution, match >= 0 ? $"{Expected}[{match}]" : "unmatchedStatusCode");
    }

    protected override bool ContinueWithout(BurstRun run, Execution execution, RequestFailure failure)
    {
        var port = failure == RequestFailure.Timeout ? "timeout" : "failedToConnect";
        if (run.Definition.Of(execution.Node).InPort(port) is null)
            return false;
        Run(run, execution, port);
        return true;
    }

    private static void Run(BurstRun run, Execution execution, string port)
    {
        if (run.Definition.Of(execution.Node).InPort(port) is { } activity)
            run.Schedule(execution, activity);
        else
            run.Complete(execution);
    }

    public override void ChildCompleted(BurstRun run, Execution execution, Execution child, IReadOnlyList<string> outcomes) => run.Complete(execution);
}

/// <summary>Asks another system and leaves by the status code of its answer.</summary>
public sealed class FlowSendHttpRequest : HttpRequestActivity
{
    public override string Type => "Elsa.FlowSendHttpRequest";
    public override IReadOnlyList<ActivityPort> Ports { get; } = [new("Done"), new("Unmatched status code"), new("Failed to connect"), new("Timeout")];

    public override IReadOnlyList<ActivityInput> Inputs { get; } = InputsWith(new(Expected) { Type = "Object", Editor = Editors.StatusCodes, Syntax = "Object" });

    protected override void Continue(BurstRun run, Execution execution, int statusCode)
    {
        var code = statusCode.ToString(CultureInfo.InvariantCulture);
        var expected = run.TextList(execution, Expected);
        run.Complete(execution, expected.Count == 0 ? ["Done"] : [expected.Contains(code) ? code : "Unmatched status code", "Done"]);
    }

    /// <summary>Fails when no connection is there to follow, so that nobody takes it for an answer.</summary>
    protected override bool ContinueWithout(BurstRun run, Execution execution, RequestFailure failure)
    {
        var outcome = failure == RequestFailure.Timeout ? "Timeout" : "Failed to connect";
        if (execution.Node.Parent?.Connections.Exists(connection => connection.Source == execution.Node && connection.SourcePort == outcome) != true)
            return false;
        run.Complete(execution, [outcome]);
        return true;
    }
}
