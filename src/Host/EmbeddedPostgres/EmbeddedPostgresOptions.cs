namespace OpsWorkflows.Host;

/// <summary>Where the host's own PostgreSQL keeps its data and how it is run.</summary>
public sealed record EmbeddedPostgresOptions
{
    /// <summary>The host's data directory; the cluster is its subdirectory <c>postgres</c>.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>Directories with initdb, pg_ctl and postgres, in order of preference.</summary>
    public IReadOnlyList<string> SearchPaths { get; init; } = PostgresPrograms.DefaultSearchPaths();

    /// <summary>A port that must be used; without it a free one is found, remembered and taken again while it is free.</summary>
    public int? Port { get; init; }

    /// <summary>False only for tests: nothing is flushed to disk, so a crash of the machine loses the data.</summary>
    public bool Durable { get; init; } = true;
}
