using System.Net;
using Npgsql;
using OpsWorkflows.Engine;
using OpsWorkflows.Host.Requests;
using OpsWorkflows.Instances;
using OpsWorkflows.Outbox;

namespace OpsWorkflows.Host.Workers;

/// <summary>
/// Asks other systems: claims a request, commits the claim, asks, and puts the answer in the place of the request as a stimulus. A host
/// that dies between asking and that leaves the request to be made once more under the same id.
/// </summary>
public sealed partial class RequestWorker(
    RequestSql requests, RequestClient client, RequestOptions options, NpgsqlDataSource database, TimeProvider time, DueNotificationSql due, ILogger<RequestWorker> logger)
    : DueWorker(database, time, logger)
{
    const int AtOnce = 8;

    /// <summary>For keeping what was answered.</summary>
    static readonly TimeSpan Margin = TimeSpan.FromSeconds(10);

    /// <summary>How long a system that is out of order is left alone before it is asked again; after the last the procedure hears of it.</summary>
    static readonly TimeSpan[] Retries = [TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(2)];

    public override async Task<int> RunOnceAsync(CancellationToken token)
    {
        var handled = 0;
        await requests.FreeAbandonedAsync(token);
        while (true)
        {
            var claimed = await requests.ClaimDueAsync(AtOnce, options.Timeout + Margin, DueListener.HostNumber, token);
            await Task.WhenAll(claimed.Select(request => AskAsync(request, token)));
            handled += claimed.Count;
            if (claimed.Count < AtOnce)
            {
                return handled;
            }
        }
    }

    async Task AskAsync(ClaimedRequest claimed, CancellationToken token)
    {
        var answer = await AnswerAsync(claimed, token);
        if (IsOutOfOrder(answer) && claimed.Attempt <= Retries.Length)
        {
            await requests.RetryAsync(claimed, Retries[claimed.Attempt - 1], token);
            return;
        }
        if (await requests.SettleAsync(claimed, StimulusJson.Write(new Stimulus.RequestAnswered(answer)).ToJsonString(), token))
        {
            due.Notify();
        }
    }

    async Task<RequestAnswer> AnswerAsync(ClaimedRequest claimed, CancellationToken token)
    {
        try
        {
            return await client.AskAsync(claimed.Request, token);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            LogBroken(logger, claimed.Request.Id, exception);
            return RequestAnswer.Failed(claimed.Request.Id, RequestFailure.NotAllowed, $"the request cannot be made: unexpected {exception.GetType().Name}");
        }
    }

    static bool IsOutOfOrder(RequestAnswer answer) => answer.Failure is RequestFailure.FailedToConnect or RequestFailure.Timeout
        || (HttpStatusCode?)answer.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout;

    protected override Task<TimeSpan?> NextClaimInAsync(CancellationToken token) => requests.NextClaimInAsync(token);

    [LoggerMessage(Level = LogLevel.Error, Message = "Request {Request} of a procedure cannot be made.")]
    private static partial void LogBroken(ILogger logger, Guid request, Exception exception);
}
